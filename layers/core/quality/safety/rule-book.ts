import type { Sender, Turn } from '../../conversation/message.ts';
import { type Grammar, PatternIndex } from './grammar.ts';
import type { SafetyLexicon } from './lexicon.ts';
import { Matcher, type Span } from './matcher.ts';
import { Reading } from './reading.ts';
import type { Reports } from './reports.ts';

interface Excuse {
  readonly scope: 'touching' | 'before' | 'sentence';
  readonly index: PatternIndex<true>;
}

interface Rule {
  readonly name: string;
  readonly report: number;
  readonly speaker: Sender | undefined;
  readonly excuses: readonly Excuse[];
}

/** An excuse starts and ends within so many words of the hit. */
const reach = 16;

/** The lexicon's rules over one turn at a time. */
export class RuleBook {
  readonly #rules = new PatternIndex<Rule>();
  readonly #reading: Reading;
  readonly #matcher: Matcher;

  constructor(lexicon: SafetyLexicon, grammar: Grammar, reports: Reports) {
    this.#reading = new Reading(grammar.vocabulary, lexicon.characters);
    this.#matcher = new Matcher(this.#reading, grammar.vocabulary);
    const excuses = new Map<string, Excuse>();
    for (const [name, { scope, patterns }] of Object.entries(lexicon.excuses)) {
      const index = new PatternIndex<true>();
      for (const pattern of patterns) grammar.index(index, true, pattern);
      excuses.set(name, { scope, index });
    }
    for (const { reports: what, speaker, excusedBy, rules } of lexicon.sections) {
      const report = 'category' in what ? what.category : what.sign;
      const chosen = excusedBy.map((name) => {
        const excuse = excuses.get(name);
        if (excuse === undefined) throw new Error(`Safety lexicon: there is no excuse named ${name}.`);
        return excuse;
      });
      for (const [name, patterns] of Object.entries(rules)) {
        const rule = { name: `${report}:${name}`, report: reports.bit(report), speaker, excuses: chosen };
        for (const pattern of patterns) grammar.index(this.#rules, rule, pattern);
      }
    }
  }

  /**
   * What the rules report of a turn, as bits of `Reports`.
   *
   * @param tell called for every rule that saw something, with UTF-16 positions in the turn's text. Without it a rule
   *   whose report is already certain is not looked at.
   */
  see({ sender, text }: Turn, tell?: (rule: string, start: number, end: number) => void): number {
    const reading = this.#reading;
    reading.read(text);
    let seen = 0;
    this.#rules.find(
      reading,
      this.#matcher,
      0,
      reading.count,
      ({ report, speaker }) => (tell !== undefined || (seen & report) === 0) && (speaker ?? sender) === sender,
      (rule, span) => {
        if (this.#isExcused(rule, span)) return;
        seen |= rule.report;
        tell?.(rule.name, reading.starts[span.start] ?? 0, reading.ends[span.end - 1] ?? 0);
      },
    );
    return seen;
  }

  #isExcused({ excuses }: Rule, hit: Span): boolean {
    const { count, first } = this.#reading;
    let from = hit.start;
    let to = hit.end;
    while (from > 0 && hit.start - from < reach && first[from] !== 1) from--;
    while (to < count && to - hit.end < reach && first[to] !== 1) to++;
    return excuses.some(({ scope, index }) => {
      let excused = false;
      // An excuse speaks for its own clause: what stands before a comma must not clear what follows.
      this.#matcher.withinClause = scope !== 'sentence';
      index.find(
        this.#reading,
        this.#matcher,
        from,
        to,
        () => !excused,
        (_, { start, end }) => {
          const touches = start < hit.end && end > hit.start && (scope !== 'before' || start < hit.start);
          excused ||= scope === 'sentence' || touches;
        },
      );
      this.#matcher.withinClause = false;
      return excused;
    });
  }
}
