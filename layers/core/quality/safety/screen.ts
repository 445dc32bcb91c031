import type { Dialogue } from '../../conversation/exchange.ts';
import type { Sender, Turn } from '../../conversation/message.ts';
import { remembered } from '../../remembered.ts';
import { type Evidence, type SafetyCategory, safetyCategories } from '../judgement.ts';
import { Grammar, PatternIndex } from './grammar.ts';
import type { SafetyLexicon, SafetySection } from './lexicon.ts';
import { Matcher, type Span } from './matcher.ts';
import { Reading } from './reading.ts';

/** Says which categories of harm an exchange touches. Pure: the same dialogue always gives the same answer. */
export interface SafetyScreen {
  /**
   * The categories seen in any turn, sorted, without repeats. A crisis answered well is still reported:
   * what follows from a category is the policy's to decide.
   *
   * @param evidence filled with every rule that saw something and where, when given: it costs time
   */
  screen(dialogue: Dialogue, evidence?: Evidence[]): SafetyCategory[];
}

interface Rule {
  readonly name: string;
  readonly report: string;
  readonly speaker: 'user' | 'ai' | undefined;
  readonly excuses: readonly Excuse[];
}

interface Excuse {
  readonly scope: 'touching' | 'before' | 'sentence';
  readonly index: PatternIndex<true>;
}

type Place = Pick<Evidence, 'where' | 'turn'>;
/** Stands for the place where none is asked for. */
const nowhere: Place = { where: 'user' };

/** An excuse starts and ends within so many words of the hit. */
const reach = 16;
const always = () => true;
const sortedCategories: readonly SafetyCategory[] = [...safetyCategories].sort();

class LexiconScreen implements SafetyScreen {
  readonly #lexicon: SafetyLexicon;
  readonly #reading: Reading;
  readonly #matcher: Matcher;
  readonly #rules = new PatternIndex<Rule>();
  /** What is seen in a turn, by who said it: a turn is asked about again as the context of what follows it. */
  readonly #seen: Readonly<Record<Sender, (text: string) => ReadonlySet<string>>>;

  constructor(lexicon: SafetyLexicon) {
    this.#lexicon = lexicon;
    const grammar = new Grammar(lexicon);
    this.#reading = new Reading(grammar.vocabulary, lexicon.characters);
    this.#matcher = new Matcher(this.#reading, grammar.vocabulary);
    const excuses = new Map(
      Object.entries(lexicon.excuses).map(([name, { scope, patterns }]) => {
        const index = new PatternIndex<true>();
        for (const pattern of patterns) grammar.index(index, true, pattern);
        return [name, { scope, index }] as const;
      }),
    );
    for (const section of lexicon.sections) this.#addSection(section, grammar, excuses);
    const seenBy = (sender: Sender) => remembered((text) => this.#turn({ sender, text }, nowhere, undefined));
    this.#seen = { user: seenBy('user'), ai: seenBy('ai') };
  }

  screen(dialogue: Dialogue, evidence?: Evidence[]): SafetyCategory[] {
    const turns = [...dialogue.context, { sender: 'user', text: dialogue.user } as const];
    const reports = new Set<string>();
    let asked: ReadonlySet<string> = new Set();
    turns.push({ sender: 'ai', text: dialogue.assistant });
    turns.forEach((turn, at) => {
      const place = this.#place(at, turns.length);
      const seen = evidence ? this.#turn(turn, place, evidence) : new Set(this.#seen[turn.sender](turn.text));
      if (turn.sender === 'ai') this.#exchange(asked, seen, turn, place, evidence);
      else asked = seen;
      for (const report of seen) reports.add(report);
    });
    for (const { category, signs, categories } of this.#lexicon.together) {
      if (signs.every((sign) => reports.has(sign)) && categories.some((each) => reports.has(each)))
        reports.add(category);
    }
    return sortedCategories.filter((category) => reports.has(category));
  }

  #place(at: number, count: number): Place {
    if (at === count - 1) return { where: 'assistant' };
    return at === count - 2 ? { where: 'user' } : { where: 'context', turn: at };
  }

  #turn(turn: Turn, place: Place, evidence: Evidence[] | undefined): Set<string> {
    const reading = this.#reading;
    reading.read(turn.text);
    const seen = new Set<string>();
    this.#rules.find(
      reading,
      this.#matcher,
      [0, reading.count],
      (rule) =>
        (rule.speaker === undefined || rule.speaker === turn.sender) &&
        (evidence !== undefined || !seen.has(rule.report)),
      (rule, span) => {
        if (this.#isExcused(rule, span)) return;
        seen.add(rule.report);
        evidence?.push({
          rule: rule.name,
          ...place,
          start: reading.starts[span.start] ?? 0,
          end: reading.ends[span.end - 1] ?? 0,
        });
      },
    );
    return seen;
  }

  /** A dangerous answer to what was asked: neither need say anything dangerous by itself. */
  #exchange(asked: ReadonlySet<string>, seen: Set<string>, turn: Turn, place: Place, evidence: Evidence[] | undefined) {
    for (const { name, category, asked: questions, answered, unless } of this.#lexicon.exchanges) {
      const holds =
        (questions.length === 0 || questions.some((sign) => asked.has(sign))) &&
        answered.some((sign) => seen.has(sign)) &&
        !unless.some((sign) => seen.has(sign));
      if (!holds) continue;
      seen.add(category);
      evidence?.push({ rule: name, ...place, start: 0, end: turn.text.length });
    }
  }

  #isExcused({ excuses }: Rule, hit: Span): boolean {
    const { count, first } = this.#reading;
    return excuses.some(({ scope, index }) => {
      let from = hit.start;
      let to = hit.end;
      while (from > 0 && hit.start - from < reach && first[from] !== 1) from--;
      while (to < count && to - hit.end < reach && first[to] !== 1) to++;
      let excused = false;
      // An excuse speaks for its own clause: what stands before a comma must not clear what follows.
      this.#matcher.withinClause = scope !== 'sentence';
      index.find(this.#reading, this.#matcher, [from, to], always, (_, { start, end }) => {
        const touches = start < hit.end && end > hit.start && (scope !== 'before' || start < hit.start);
        excused ||= scope === 'sentence' || touches;
      });
      this.#matcher.withinClause = false;
      return excused;
    });
  }

  #addSection(section: SafetySection, grammar: Grammar, excuses: ReadonlyMap<string, Excuse>): void {
    const { reports, speaker, excusedBy, rules } = section;
    const report = 'category' in reports ? reports.category : reports.sign;
    const chosen = excusedBy.map((name) => {
      const excuse = excuses.get(name);
      if (excuse === undefined) throw new Error(`Safety lexicon: there is no excuse named ${name}.`);
      return excuse;
    });
    for (const [name, patterns] of Object.entries(rules)) {
      const rule = { name: `${report}:${name}`, report, speaker, excuses: chosen };
      for (const pattern of patterns) grammar.index(this.#rules, rule, pattern);
    }
  }
}

/**
 * Compiles a lexicon into a screen; some tens of milliseconds, once per process.
 *
 * @throws Error when the lexicon names a concept or an excuse that it does not hold
 */
export const createSafetyScreen = (lexicon: SafetyLexicon): SafetyScreen => new LexiconScreen(lexicon);
