import type { Dialogue } from '../../conversation/exchange.ts';
import type { Sender, Turn } from '../../conversation/message.ts';
import { remembered } from '../../remembered.ts';
import type { Meanings } from '../embedder.ts';
import type { Evidence, SafetyCategory } from '../judgement.ts';
import { type Shown, storedAt, waysToRead } from './as-shown.ts';
import { SecondLook, type Tell } from './learned/second-look.ts';
import type { LearnedWeights } from './learned/weights.ts';
import type { SafetyLexicon } from './lexicon.ts';
import { Reports } from './reports.ts';
import { type CompiledRules, RuleBook } from './rule-book.ts';

/** Says which categories of harm an exchange touches. Pure: the same dialogue always gives the same answer. */
export interface SafetyScreen {
  /**
   * The categories seen in any turn, sorted, without repeats. A crisis answered well is still reported:
   * what follows from a category is the policy's to decide.
   *
   * @param evidence filled with every rule that saw something and where, when given: it costs time
   * @param meanings the vectors of the user's turn and of the reply, by the embedder that the weights were learned with
   */
  screen(dialogue: Dialogue, evidence?: Evidence[], meanings?: Meanings): SafetyCategory[];
}

type Place = Pick<Evidence, 'where' | 'turn'>;

const placeOf = (at: number, count: number): Place => {
  if (at === count - 1) return { where: 'assistant' };
  return at === count - 2 ? { where: 'user' } : { where: 'context', turn: at };
};

class LexiconScreen implements SafetyScreen {
  readonly #reports: Reports;
  readonly #rules: RuleBook;
  readonly #secondLook: SecondLook | undefined;
  /** What is seen in a turn, by who said it: a turn is asked about again as the context of what follows it. */
  readonly #seen: Readonly<Record<Sender, (text: string) => number>>;

  constructor(lexicon: SafetyLexicon, compiled: CompiledRules | undefined, learned: LearnedWeights | undefined) {
    this.#reports = new Reports(lexicon);
    this.#rules = new RuleBook(lexicon, this.#reports, compiled);
    this.#secondLook = learned && new SecondLook(this.#rules, this.#reports, learned, lexicon.learned);
    const seenBy = (sender: Sender) => remembered((text) => this.#see({ sender, text }));
    this.#seen = { user: seenBy('user'), ai: seenBy('ai') };
  }

  screen({ context, user, assistant }: Dialogue, evidence?: Evidence[], meanings?: Meanings): SafetyCategory[] {
    const count = context.length + 2;
    let all = 0;
    let asked = 0;
    for (let at = 0; at < count; at++) {
      const last: Turn = at === count - 1 ? { sender: 'ai', text: assistant } : { sender: 'user', text: user };
      const turn = context[at] ?? last;
      const place = placeOf(at, count);
      const seen = this.#look(turn, place, evidence, meanings);
      all |= seen;
      if (turn.sender === 'user') asked = seen;
      else if (seen !== 0) all |= this.#answer(asked, seen, turn, place, evidence);
    }
    return all === 0 ? [] : this.#reports.categories(this.#reports.together(all));
  }

  #look(turn: Turn, place: Place, evidence: Evidence[] | undefined, meanings: Meanings | undefined): number {
    const meaning = place.where === 'context' ? undefined : meanings?.[place.where];
    if (!evidence && !meaning) return this.#seen[turn.sender](turn.text);
    return this.#see(turn, evidence && ((rule, start, end) => evidence.push({ rule, ...place, start, end })), meaning);
  }

  #see(turn: Turn, tell?: Tell, meaning?: Float32Array): number {
    const ways = waysToRead(turn.text);
    if (ways.length === 0) return this.#read(turn, tell, meaning);
    const told = new Set<string>();
    /** Tells, by a way to read the text, what no other has told of the same place. */
    const tellOnce = (way?: Shown): Tell | undefined =>
      tell &&
      ((rule, start, end) => {
        const place = way ? storedAt(way, { start, end }) : { start, end };
        const key = `${rule} ${place.start} ${place.end}`;
        if (told.has(key)) return;
        told.add(key);
        tell(rule, place.start, place.end);
      });
    const seen = this.#read(turn, tellOnce(), meaning);
    return ways.reduce((all, way) => all | this.#read({ ...turn, text: way.text }, tellOnce(way)), seen);
  }

  #read(turn: Turn, tell?: Tell, meaning?: Float32Array): number {
    const look = this.#secondLook;
    const seen = this.#rules.see(turn, tell, look?.learnedOf(turn.sender));
    return look?.look(turn, seen, tell, meaning) ?? seen;
  }

  /** A dangerous answer to what was asked: neither need say anything dangerous by itself. */
  #answer(asked: number, answered: number, turn: Turn, place: Place, evidence: Evidence[] | undefined): number {
    let seen = 0;
    for (const exchange of this.#reports.exchanges) {
      if (exchange.asked !== 0 && (exchange.asked & asked) === 0) continue;
      if ((exchange.answered & answered) === 0 || (exchange.unless & answered) !== 0) continue;
      seen |= exchange.category;
      evidence?.push({ rule: exchange.name, ...place, start: 0, end: turn.text.length });
    }
    return seen;
  }
}

/**
 * Makes a screen of a lexicon; once per process.
 *
 * @param compiled what `compileRules` made of the same lexicon. Without it the lexicon is compiled here, which takes
 *   some tenths of a second.
 * @param learned what was learned from the corpus; without it the rules alone decide
 * @throws Error when the lexicon names a concept, an excuse or a sign that it does not hold
 */
export const createSafetyScreen = (
  lexicon: SafetyLexicon,
  compiled?: CompiledRules,
  learned?: LearnedWeights,
): SafetyScreen => new LexiconScreen(lexicon, compiled, learned);
