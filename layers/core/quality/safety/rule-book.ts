import type { Turn } from '../../conversation/message.ts';
import { hashOf } from '../text/hash.ts';
import { Finder } from './finder.ts';
import { Grammar, type WrittenPattern } from './grammar.ts';
import type { SafetyLexicon, SafetySection } from './lexicon.ts';
import type { Span } from './matcher.ts';
import { groups, type PatternsData, readyPatterns } from './patterns.ts';
import { UndisguisedReading } from './reading.ts';
import type { Reports } from './reports.ts';
import { Vocabulary, type VocabularyData } from './vocabulary.ts';
import type { Words } from './words.ts';

/** `before` and `touching` excuses speak for the words that they share with the hit. */
interface Excuse {
  readonly name: string;
  readonly scope: SafetyLexicon['excuses'][string]['scope'];
  /** The log-odds of harm that the turn's words must stay below for it to count. */
  readonly below: number;
}

interface Rule {
  readonly name: string;
  /** The pattern's number, by `numberOf`. */
  readonly pattern: number;
  readonly report: number;
  readonly excuses: ReadonlySet<string>;
}

/** Numbers a pattern by what is written, so that those before it may come and go. */
const numberOf = (rule: string, pattern: string): number => hashOf(`${rule} ${pattern}`);

/** What was learned of a turn, and of what patterns see. */
export interface Learned {
  /** How the turn's words weigh, in log-odds of harm; asked at most once. */
  weigh(): number;
  /** How the words around a hit weigh, at their heaviest. */
  weighAround(hit: Span): number;
  /** What patterns saw that is believed only where the words around weigh so much. */
  readonly doubted: ReadonlySet<number>;
  readonly believedFrom: number;
}
const nothingLearned: Learned = {
  weigh: () => Number.POSITIVE_INFINITY,
  weighAround: () => Number.POSITIVE_INFINITY,
  doubted: new Set(),
  believedFrom: Number.NEGATIVE_INFINITY,
};

/** An excuse starts and ends within so many words of the hit. */
const reach = 16;

const reportOf = ({ reports }: SafetySection): string => ('category' in reports ? reports.category : reports.sign);

const rulesOf = ({ sections }: SafetyLexicon) =>
  sections.flatMap((section) => Object.entries(section.rules).map(([name, patterns]) => ({ section, name, patterns })));

/** Words and patterns of a lexicon as plain data: the part of reading it that takes time. */
export interface CompiledRules {
  readonly vocabulary: VocabularyData;
  /** Those of rules, then those of excuses, in the order of the lexicon. */
  readonly patterns: PatternsData;
}

/** @throws Error when the lexicon names a concept or an excuse that it does not hold, or a pattern cannot be read */
export function compileRules(lexicon: SafetyLexicon): CompiledRules {
  for (const name of lexicon.sections.flatMap(({ excusedBy }) => excusedBy)) {
    if (lexicon.excuses[name] === undefined) throw new Error(`Safety lexicon: there is no excuse named ${name}.`);
  }
  const rules = rulesOf(lexicon).flatMap(({ section: { speaker }, patterns }) =>
    patterns.map((pattern): WrittenPattern => ({ pattern, groups: speaker ? [speaker] : ['user', 'ai'] })),
  );
  const excuses = Object.values(lexicon.excuses).flatMap(({ patterns }) =>
    patterns.map((pattern): WrittenPattern => ({ pattern, groups: ['excuse'] })),
  );
  const grammar = new Grammar(lexicon);
  return { vocabulary: grammar.words, patterns: grammar.compile([...rules, ...excuses]) };
}

/** The lexicon's rules over one turn at a time. */
export class RuleBook {
  /** By pattern: what it belongs to. Rules come first. */
  readonly #rules: Rule[] = [];
  readonly #excuses: Excuse[] = [];
  readonly #reading: UndisguisedReading;
  readonly vocabulary: Vocabulary;
  readonly #finder: Finder;
  readonly #hashes: Int32Array;

  /** @param compiled what `compileRules` makes of the same lexicon; made here when it is absent, which takes longer */
  constructor(lexicon: SafetyLexicon, reports: Reports, compiled = compileRules(lexicon)) {
    for (const { section, name, patterns } of rulesOf(lexicon)) {
      const report = reportOf(section);
      const excuses = new Set(section.excusedBy);
      const rule = { name: `${report}:${name}`, report: reports.bit(report), excuses };
      this.#rules.push(...patterns.map((pattern) => ({ ...rule, pattern: numberOf(rule.name, pattern) })));
    }
    for (const [name, { scope, below = Number.POSITIVE_INFINITY, patterns }] of Object.entries(lexicon.excuses)) {
      this.#excuses.push(...patterns.map(() => ({ name, scope, below })));
    }
    this.vocabulary = new Vocabulary(compiled.vocabulary);
    this.#hashes = this.vocabulary.hashes();
    this.#reading = new UndisguisedReading(this.vocabulary, lexicon.characters, lexicon.clause_openers);
    this.#finder = new Finder(readyPatterns(compiled.patterns), this.words, this.vocabulary);
  }

  /** Those of the turn that `see` was called with last. */
  get words(): Words {
    return this.#reading.words;
  }

  /** How many words and phrases were looked at since the beginning: what rules and their excuses cost, whatever the machine. */
  get looks(): number {
    return this.#finder.looks + this.#finder.phraseLooks;
  }

  /**
   * What the rules report of a turn, as bits of `Reports`.
   *
   * @param tell called for every rule that saw something, with UTF-16 positions in the turn's text. Without it a rule
   *   whose report is already certain is not looked at.
   * @param learned without it every pattern is believed, and no excuse counts that must stay below a weight
   */
  see(
    turn: Turn,
    tell?: (rule: string, start: number, end: number, sight: number) => void,
    learned: Learned = nothingLearned,
  ): number {
    const { words } = this;
    this.#reading.read(turn.text);
    this.#finder.begin();
    let known: number | undefined;
    const weight = () => {
      known ??= learned.weigh();
      return known;
    };
    let seen = 0;
    this.#finder.find(
      0,
      words.count,
      groups[turn.sender],
      (pattern) => tell !== undefined || (seen & (this.#rules[pattern]?.report ?? 0)) === 0,
      (pattern, span) => {
        const rule = this.#rules[pattern];
        if (rule === undefined || this.#isExcused(rule, span, weight)) return;
        const sight = this.#sightOf(rule, span);
        if (learned.doubted.has(sight) && learned.weighAround(span) < learned.believedFrom) return;
        seen |= rule.report;
        tell?.(rule.name, words.starts[span.start] ?? 0, words.ends[span.end - 1] ?? 0, sight);
      },
    );
    return seen;
  }

  /** Numbers what a pattern saw: by the pattern and the family of the first word, for one of a list may err and another never. */
  #sightOf({ pattern }: Rule, { start }: Span): number {
    return pattern ^ (this.#hashes[this.words.families[start] ?? 0] ?? 0);
  }

  #isExcused({ excuses }: Rule, hit: Span, weight: () => number): boolean {
    if (excuses.size === 0) return false;
    const { count, first } = this.words;
    const finder = this.#finder;
    let from = hit.start;
    let to = hit.end;
    while (from > 0 && hit.start - from < reach && first[from] !== 1) from--;
    while (to < count && to - hit.end < reach && first[to] !== 1) to++;
    let clauseFrom = hit.start;
    let clauseTo = hit.end;
    while (clauseFrom > from && first[clauseFrom] === 0) clauseFrom--;
    while (clauseTo < to && first[clauseTo] === 0) clauseTo++;
    let excused = false;
    finder.find(
      from,
      to,
      groups.excuse,
      (pattern) => {
        const excuse = this.#excuses[pattern - this.#rules.length];
        // An excuse speaks for its own clause: what stands before a comma must not clear what follows.
        finder.withinClause = excuse?.scope !== 'sentence';
        return !excused && excuse !== undefined && excuses.has(excuse.name);
      },
      (pattern, { start, end }) => {
        const excuse = this.#excuses[pattern - this.#rules.length];
        if (excused || excuse === undefined) return;
        const touches = start < hit.end && end > hit.start && (excuse.scope !== 'before' || start < hit.start);
        const speaks =
          excuse.scope === 'sentence' || touches || (excuse.scope === 'clause' && start < clauseTo && end > clauseFrom);
        excused = speaks && (excuse.below === Number.POSITIVE_INFINITY || weight() < excuse.below);
      },
    );
    finder.withinClause = false;
    return excused;
  }
}
