/** White space that is not one blank between two words. */
const unevenSpace = /\s\s|[^\S ]/;

/**
 * A text without what does not tell texts apart: in small letters, words one blank apart. Most texts are so already,
 * and looking costs less than replacing.
 */
export function plainText(text: string): string {
  const small = text.toLowerCase();
  return (unevenSpace.test(small) ? small.replaceAll(/\s+/g, ' ') : small).trim();
}
