import type { Scoring } from '../scoring.ts';
import type { Tokens } from '../text/tokens.ts';
import { type Feature, featureNamed, type Lookup, refuseLater } from './linear.ts';

/** Whether a feature is more than 0; where it is negated, whether it is not. */
interface Condition {
  readonly feature: Feature;
  readonly negated: boolean;
}
const holds = ({ feature: { values, at }, negated }: Condition): boolean => (values[at] ?? 0) > 0 !== negated;

/** A long reply does everything somewhere: at so many words, what follows counts half. */
const wordsOfALongReply = 60;

/** What may follow what: thanks are answered by "you are welcome", and a greeting by a greeting. */
export class Follows {
  readonly #pairs: readonly { readonly before: Condition; readonly after: Condition; readonly logOdds: number }[];

  /**
   * @param later features that are not there yet when this is read
   * @throws Error for a name that no feature has, and for one of `later`
   */
  constructor(follows: Scoring['follows'], lookup: Lookup, later: readonly string[]) {
    const condition = (name: string): Condition => {
      const [plain, negated] = [name.replace(/^!/, ''), name.startsWith('!')];
      refuseLater('"follows"', plain, later);
      return { feature: featureNamed('"follows" names', plain, lookup), negated };
    };
    this.#pairs = follows.map(([before, after, logOdds]) => ({
      before: condition(before),
      after: condition(after),
      logOdds,
    }));
  }

  /** How much it speaks for a reply that it does what follows on the user's turn, in log-odds. */
  read({ words }: Tokens): number {
    let sum = 0;
    for (const { before, after, logOdds } of this.#pairs) if (holds(after) && holds(before)) sum += logOdds;
    return sum / (1 + words / wordsOfALongReply);
  }
}
