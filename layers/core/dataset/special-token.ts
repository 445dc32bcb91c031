/** Words such as `<|fim_suffix|>` steer the model; one of them in a text fails the whole job. */
const specialToken = /<\|[a-z0-9_]{2,24}\|>/;

/** The first special token in a text, or undefined. */
export const specialTokenIn = (text: string): string | undefined => specialToken.exec(text)?.[0];
