/** `1 row`, `1,200 rows`, `0 rows`. */
export const many = (n: number, what: string): string => `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;
