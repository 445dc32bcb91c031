/** How many tokens a text is. */
export type CountTokens = (text: string) => number;

/** What the trainer reads of one line; a longer one is cut off at its end. */
export const longestExample = 65_536;

/**
 * A word of a thousand letters, a thousand signs, a thousand spaces. Merging pairs takes time that grows with the
 * square of such a piece, so it is counted in parts: exact up to here, a token or two too many per part beyond.
 */
const unbroken = /[\p{L}\p{M}]{1000}|[^\s\p{L}\p{N}]{1000}|\s{1000}/gu;

const parts = (text: string): string[] => {
  let start = 0;
  const found: string[] = [];
  for (const { index, 0: piece } of text.matchAll(unbroken)) {
    found.push(text.slice(start, index + piece.length));
    start = index + piece.length;
  }
  return [...found, text.slice(start)];
};

/**
 * Loads the tokenizer of the gpt-4o and gpt-4.1 families, o200k: 2.8 MB of code and 120 MB of memory, so only
 * where tokens are really counted. Special tokens in a text count as the letters they are made of.
 */
export async function loadTokenizer(): Promise<CountTokens> {
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  const asLetters = { disallowedSpecial: new Set<string>() };
  return (text) =>
    text.length < 1000
      ? countTokens(text, asLetters)
      : parts(text).reduce((sum, part) => sum + countTokens(part, asLetters), 0);
}

/** The part of a message that the trainer counts. */
interface Countable {
  readonly role: string;
  readonly content: string;
  readonly name?: string | undefined;
}

/**
 * The tokens of a conversation as the trainer counts them: three for each message and three for the start of the reply.
 *
 * @see OpenAI cookbook, "How to count tokens with tiktoken", num_tokens_from_messages
 */
export const tokensOf = (count: CountTokens, messages: readonly Countable[]): number =>
  messages.reduce(
    (sum, { role, content, name }) =>
      sum + 3 + count(role) + count(content) + (name === undefined ? 0 : 1 + count(name)),
    3,
  );
