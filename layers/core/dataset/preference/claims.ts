import { plainText } from '../plain-text.ts';
import type { Rated } from './rated.ts';

/** What says that one reply is better than another. */
export const preferenceSources = ['edit', 'review', 'regenerated', 'comparison'] as const;
export type PreferenceSource = (typeof preferenceSources)[number];

/** One reply to a prompt, by its text without case and white space, and the first exchange that has it. */
export interface Reply {
  readonly key: string;
  readonly text: string;
  readonly by: Rated;
}

/** Somebody says that one reply is better than another reply to the same prompt. */
export interface Claim {
  readonly better: Reply;
  readonly worse: Reply;
  readonly source: PreferenceSource;
  /** How sure: the distance of two ratings, 0..2; a person's own words are the surest. */
  readonly distance: number;
}

interface Claims {
  readonly claims: readonly Claim[];
  /** Two replies that nothing tells apart, though both were rated; and edits that change nothing. */
  readonly ties: number;
  /** Replies of which people think the opposite, and edits of what a reviewer rejected. */
  readonly contradictions: number;
}

const reply = (text: string, by: Rated): Reply => ({ key: plainText(text), text, by });

/** What was written in place of a reply is better than it. */
function rewritten(row: Rated) {
  const { assistant, edit, review } = row;
  const claims: Claim[] = [];
  let [ties, contradictions] = [0, 0];
  const claim = (text: string | undefined, source: 'edit' | 'review') => {
    if (text === undefined) return;
    const [better, worse] = [reply(text, row), reply(assistant, row)];
    if (better.key === worse.key) ties++;
    else if (review?.decision === 'rejected') contradictions++;
    else claims.push({ better, worse, source, distance: 2 });
  };
  claim(review?.assistant, 'review');
  if (edit !== review?.assistant) claim(edit, 'edit');
  return { claims, ties, contradictions };
}

/** What a reply is worth: the reviewer's word before the user's. An approved rewriting says nothing of the original. */
function worthOf({ rating, review }: Rated): number | undefined {
  if (review?.decision === 'rejected') return -1;
  return review?.decision === 'approved' && review.assistant === undefined ? 1 : rating;
}

interface Worth {
  readonly reply: Reply;
  readonly rows: readonly Rated[];
  readonly values: readonly number[];
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const isDisputed = ({ values }: Worth) => values.some((value) => value > 0) && values.some((value) => value < 0);

/** Whether one of the rows is the reply that a user got after asking for another than one of the others. */
const replaces = (better: Worth, worse: Worth): boolean =>
  better.rows.some(({ regenerates }) => worse.rows.some(({ exchange }) => exchange === regenerates));

/** Replies to one prompt, by what people think of them. */
function compared(rows: readonly Rated[]) {
  const worths = new Map<string, { reply: Reply; rows: Rated[]; values: number[] }>();
  for (const row of rows) {
    const value = worthOf(row);
    if (value === undefined) continue;
    const own = reply(row.assistant, row);
    const known = worths.get(own.key) ?? { reply: own, rows: [], values: [] };
    known.rows.push(row);
    known.values.push(value);
    worths.set(own.key, known);
  }
  const all = [...worths.values()];
  const clear = all.filter((worth) => !isDisputed(worth));
  const claims: Claim[] = [];
  let ties = 0;
  for (const [at, one] of clear.entries()) {
    for (const other of clear.slice(at + 1)) {
      const distance = mean(one.values) - mean(other.values);
      const [better, worse] = distance > 0 ? [one, other] : [other, one];
      if (distance === 0) ties++;
      else {
        const isAnswer = mean(better.values) > 0 && mean(worse.values) < 0 && replaces(better, worse);
        const source = isAnswer ? 'regenerated' : 'comparison';
        claims.push({ better: better.reply, worse: worse.reply, source, distance: Math.abs(distance) });
      }
    }
  }
  return { claims, ties, contradictions: all.length - clear.length };
}

/** Everything that is said of the replies to one prompt. @param rows in an order that depends on nothing but them */
export function claimsOf(rows: readonly Rated[]): Claims {
  const parts = [...rows.map(rewritten), compared(rows)];
  return {
    claims: parts.flatMap(({ claims }) => claims),
    ties: parts.reduce((sum, { ties }) => sum + ties, 0),
    contradictions: parts.reduce((sum, { contradictions }) => sum + contradictions, 0),
  };
}
