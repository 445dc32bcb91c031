import { remembered } from '../remembered.ts';

/** How many tokens a text is. */
export type CountTokens = (text: string) => number;

/** What the trainer reads of one line; a longer one is cut off at its end. */
export const longestExample = 65_536;

/** Bytes of a line: every token is at least one, so that a line of no more is below the limit of tokens uncounted. */
const surelyRead = 60_000;

/** Whether the trainer surely reads all of the texts of a line, and what we write around them. */
export const isSurelyRead = (texts: readonly string[]): boolean =>
  texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) <= surelyRead;

/**
 * How o200k cuts a text before it merges pairs: no token goes over the end of a piece.
 *
 * @see tiktoken, `o200k_base` in tiktoken_ext/openai_public.py
 */
const pieces =
  /[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?:'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE]))?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?:'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE]))?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+/gu;

/**
 * Merging pairs takes time that grows with the square of a piece. One of thousands of letters, signs or spaces is
 * counted in parts: exact up to here, a token or two too many for each part beyond. No cut between the two halves of a
 * character.
 */
const parts = /.{1,1000}(?<![\ud800-\udbff](?=[\udc00-\udfff]))/gs;

const sumOf = (texts: readonly string[] | null, count: CountTokens): number =>
  (texts ?? []).reduce((sum, text) => sum + count(text), 0);

/** Most words are met again and again. */
const piecesRemembered = 65_536;

/**
 * Units. V8 copies a cut as short as this; a longer one is a view that keeps the whole text alive for as long as the
 * piece is remembered: 70,000 texts of 8 KB with a long word each took 600 MB. Long pieces are few, and counted anew.
 */
const longestRemembered = 12;

/**
 * Counts a text piece by piece, and remembers what the usual short pieces and the latest texts had.
 *
 * @param merge how many tokens a piece of at most a thousand units is
 */
export function countingPieces(merge: CountTokens): CountTokens {
  const countParts = (piece: string) => sumOf(piece.match(parts), merge);
  const countShort = remembered(countParts, piecesRemembered);
  const countPiece = (piece: string) => (piece.length > longestRemembered ? countParts : countShort)(piece);
  return remembered((text) => sumOf(text.match(pieces), countPiece));
}

/**
 * Loads the tokenizer of the gpt-4o and gpt-4.1 families, o200k: 2.8 MB of code and 120 MB of memory, so only
 * where tokens are really counted. Special tokens in a text count as the letters they are made of.
 */
export async function loadTokenizer(): Promise<CountTokens> {
  const { countTokens, setMergeCacheSize } = await import('gpt-tokenizer/encoding/o200k_base');
  // What it remembers itself are pieces of any length.
  setMergeCacheSize(0);
  const asLetters = { disallowedSpecial: new Set<string>() };
  return countingPieces((piece) => countTokens(piece, asLetters));
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
