import { type SafetyCategory, safetyCategories } from '../judgement.ts';
import type { SafetyLexicon } from './lexicon.ts';

const sorted: readonly SafetyCategory[] = [...safetyCategories].sort();

interface Exchange {
  readonly name: string;
  readonly category: number;
  readonly asked: number;
  readonly answered: number;
  readonly unless: number;
}

/** What rules can report, categories and signs, each a bit: what was seen in a turn is one number. */
export class Reports {
  readonly exchanges: readonly Exchange[];
  /** The bits of all categories: those of signs are not among them. */
  readonly allCategories: number;
  readonly #bits = new Map<string, number>();
  readonly #together: readonly { readonly category: number; readonly signs: number; readonly any: number }[];

  /** @throws Error when there are more signs than bits, or a sign is named that no section reports */
  constructor({ sections, exchanges, together }: SafetyLexicon) {
    const signs = sections.flatMap(({ reports }) => ('sign' in reports ? [reports.sign] : []));
    for (const name of new Set<string>([...sorted, ...signs])) this.#bits.set(name, 1 << this.#bits.size);
    if (this.#bits.size > 31) throw new Error('Safety lexicon: more than 31 categories and signs.');
    this.allCategories = this.#mask(sorted);
    this.exchanges = exchanges.map(({ name, category, asked, answered, unless }) => ({
      name,
      category: this.bit(category),
      asked: this.#mask(asked),
      answered: this.#mask(answered),
      unless: this.#mask(unless),
    }));
    this.#together = together.map(({ category, signs: all, categories }) => ({
      category: this.bit(category),
      signs: this.#mask(all),
      any: this.#mask(categories),
    }));
  }

  bit(name: string): number {
    const bit = this.#bits.get(name);
    if (bit === undefined) throw new Error(`Safety lexicon: no section reports ${name}.`);
    return bit;
  }

  /** What was seen, with the categories that follow from several things seen in one dialogue. */
  together(seen: number): number {
    return this.#together.reduce(
      (all, { category, signs, any }) => ((seen & signs) === signs && (seen & any) !== 0 ? all | category : all),
      seen,
    );
  }

  categories(seen: number): SafetyCategory[] {
    return sorted.filter((category) => (seen & this.bit(category)) !== 0);
  }

  #mask(names: readonly string[]): number {
    return names.reduce((mask, name) => mask | this.bit(name), 0);
  }
}
