import { remembered } from '../remembered.ts';
import { Units } from '../units.ts';
import { asciiRanks, countMerged } from './pair-merging.ts';
import { PieceCounts } from './piece-counts.ts';
import { PieceReader } from './token-pieces.ts';

/** How many tokens a text is. */
export type CountTokens = (text: string) => number;

/** What the trainer reads of one line; a longer one is cut off at its end. */
export const longestExample = 65_536;

/**
 * Merging pairs takes time that grows with the square of a piece. One of thousands of letters, signs or spaces is
 * counted in parts: exact up to here, a token or two too many for each part beyond.
 */
const longestPart = 1000;

function* partsOf(piece: string): Generator<string> {
  let start = 0;
  while (start < piece.length) {
    let end = Math.min(start + longestPart, piece.length);
    // No cut between the two halves of a character.
    if (end < piece.length && (piece.charCodeAt(end) & 0xfc00) === 0xdc00) end--;
    yield piece.slice(start, end);
    start = end;
  }
}

/**
 * Counts a text piece by piece, and remembers what the usual pieces and the latest texts had.
 *
 * @param merge how many tokens a piece of at most a thousand units is
 */
export function countingPieces(merge: CountTokens): CountTokens {
  const counts = new PieceCounts((piece) => {
    if (piece.length <= longestPart) return merge(piece);
    let sum = 0;
    for (const part of partsOf(piece)) sum += merge(part);
    return sum;
  });
  const units = new Units();
  const piece = new PieceReader();
  return remembered((text) => {
    const from = { text, units: units.of(text), length: text.length };
    let sum = 0;
    for (let start = 0; start < text.length; ) {
      piece.read(from, start);
      sum += counts.of(from, start, piece.end, piece.hash);
      start = piece.end;
    }
    return sum;
  });
}

/**
 * Loads the tokenizer of the gpt-4o and gpt-4.1 families, o200k: 2.8 MB of code and 120 MB of memory, so only
 * where tokens are really counted. Special tokens in a text count as the letters they are made of.
 */
export async function loadTokenizer(): Promise<CountTokens> {
  const [{ countTokens }, { default: tokens }] = await Promise.all([
    import('gpt-tokenizer/encoding/o200k_base'),
    import('gpt-tokenizer/bpeRanks/o200k_base'),
  ]);
  const asLetters = { disallowedSpecial: new Set<string>() };
  const ranks = asciiRanks(tokens);
  return countingPieces((piece) => countMerged(piece, ranks) ?? countTokens(piece, asLetters));
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
