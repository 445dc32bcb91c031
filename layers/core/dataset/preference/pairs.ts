import type { PreferencePair } from '../formats/dpo.ts';
import { type Claim, claimsOf, type PreferenceSource, preferenceSources } from './claims.ts';
import type { Rated } from './rated.ts';

/** A pair, and where it comes from. */
export interface Preference extends PreferencePair {
  /** The exchanges that the two replies are of; the same for a reply and its rewriting. */
  readonly id: string;
  readonly otherId: string;
  readonly source: PreferenceSource;
}

/** Why somebody's preference became no pair. */
type PairLoss = 'tie' | 'contradiction' | 'beyond_cap' | 'crowded_prompt';

export interface Pairs {
  readonly pairs: readonly Preference[];
  readonly lost: Readonly<Record<PairLoss, number>>;
}

/** A prompt such as "Hi." must not fill the file: of one prompt no more pairs than this, the surest first. */
export const pairsPerPrompt = 10;
/** More rated replies to one prompt than this are not looked at: all of them are compared with each other. */
export const repliesPerPrompt = 50;

/** Whether the claims lead from one reply to another, over any others. */
function leads(better: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const key of seen) {
    if (key === to) return true;
    for (const next of better.get(key) ?? []) seen.add(next);
  }
  return false;
}

/** The claims that no others contradict: a reply is never, over whatever others, better than itself. */
function consistent(claims: readonly Claim[]): Claim[] {
  const better = new Map<string, Set<string>>();
  for (const {
    better: { key },
    worse,
  } of claims) {
    better.set(key, (better.get(key) ?? new Set()).add(worse.key));
  }
  return claims.filter((claim) => !leads(better, claim.worse.key, claim.better.key));
}

const rank = ({ source }: Claim) => preferenceSources.indexOf(source);
const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const surestFirst = (a: Claim, b: Claim) =>
  rank(a) - rank(b) ||
  b.distance - a.distance ||
  compareTexts(a.better.key, b.better.key) ||
  compareTexts(a.worse.key, b.worse.key);

/** One pair of two replies, however many say it. */
function withoutRepeats(claims: readonly Claim[]): Claim[] {
  const first = new Map<string, Claim>();
  for (const claim of claims) {
    const key = JSON.stringify([claim.better.key, claim.worse.key]);
    if (!first.has(key)) first.set(key, claim);
  }
  return [...first.values()];
}

function toPreference({ better, worse, source }: Claim): Preference {
  const { user, context, name, exchange: id } = better.by;
  const otherId = worse.by.exchange;
  return { id, otherId, source, user, context, name, preferred: better.text, other: worse.text };
}

const orderOf = (row: Rated) => JSON.stringify([row.exchange, row]);

/**
 * The pairs of one prompt. The same rows in any order give the same pairs in the same order.
 *
 * @param rows all that was said of replies to the prompt: of one exchange its last version only
 */
export function pairsOf(rows: readonly Rated[]): Pairs {
  const sorted = rows.toSorted((a, b) => compareTexts(orderOf(a), orderOf(b)));
  const looked = sorted.slice(0, repliesPerPrompt);
  const { claims, ties, contradictions } = claimsOf(looked);
  const sure = consistent(claims);
  const different = withoutRepeats(sure.toSorted(surestFirst));
  return {
    pairs: different.slice(0, pairsPerPrompt).map(toPreference),
    lost: {
      tie: ties,
      contradiction: contradictions + claims.length - sure.length,
      beyond_cap: Math.max(0, different.length - pairsPerPrompt),
      crowded_prompt: sorted.length - looked.length,
    },
  };
}
