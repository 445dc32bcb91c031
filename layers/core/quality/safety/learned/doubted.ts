import type { CorpusLine } from '../corpus.ts';
import type { SafetyLexicon } from '../lexicon.ts';
import { Reports } from '../reports.ts';
import { type CompiledRules, RuleBook } from '../rule-book.ts';
import { LearnedReader } from './learned-reader.ts';
import type { Weights } from './weights.ts';

/**
 * What a pattern sees, by its first word, is doubted where that meets more than one harmless template of the corpus for ten of
 * harm; one alone may be chance. Of what rules hold wrongly a quarter passes then, and less than 1 % of harm (ADR 116).
 */
const [fewestHarmless, mostHarmless] = [2, 0.1];

/** How many templates of the corpus meet it. */
interface Met {
  harmful: number;
  harmless: number;
}

/**
 * What must not be believed whatever else a turn says. What an excuse clears was not met.
 *
 * @param words by which excuses are weighed that ask for it
 */
export function doubtedOf(
  lines: readonly CorpusLine[],
  lexicon: SafetyLexicon,
  compiled: CompiledRules,
  words: Weights,
): ReadonlySet<number> {
  const rules = new RuleBook(lexicon, new Reports(lexicon), compiled);
  const reader = new LearnedReader(rules.vocabulary);
  const categories: ReadonlySet<string> = new Set(lexicon.learned.doubts);
  const met = new Map<number, Met>();
  const seen = new Set<string>();
  for (const { text, sender, label, template } of lines) {
    const weigh = () => reader.weigh(rules.words, sender, words);
    const learned = { weigh, weighAround: weigh, doubted: new Set<number>(), believedFrom: Number.NEGATIVE_INFINITY };
    const tell = (rule: string, _start: number, _end: number, sight: number) => {
      const key = `${sight} ${template}`;
      if (seen.has(key) || !categories.has(rule.split(':')[0] ?? '')) return;
      seen.add(key);
      const counts = met.get(sight) ?? { harmful: 0, harmless: 0 };
      counts[label === 'none' ? 'harmless' : 'harmful']++;
      met.set(sight, counts);
    };
    rules.see({ text, sender }, tell, learned);
  }
  const often = [...met].filter(
    ([, { harmful, harmless }]) => harmless >= fewestHarmless && harmless > mostHarmless * harmful,
  );
  return new Set(often.map(([sight]) => sight));
}
