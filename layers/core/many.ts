/** `1`, `1,200`. */
export const digits = (n: number): string => n.toLocaleString('en');

/** `1 row`, `1,200 rows`, `0 rows`. */
export const many = (n: number, what: string): string => `${digits(n)} ${what}${n === 1 ? '' : 's'}`;
