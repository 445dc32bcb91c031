import { createHash } from 'node:crypto';

/** Halves by a hash of the group: whoever tunes on one looks at the other. */
export const halfOf = ({ group }: { readonly group: string }): number =>
  (createHash('sha256').update(group).digest()[0] ?? 0) & 1;

export const figure = (value: number): string => (Number.isNaN(value) ? '–' : value.toFixed(3).replace(/^0/, ''));
export const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;

/** By name, what is called "all" at the end. */
export const byName = <Value>(groups: ReadonlyMap<string, Value>): [string, Value][] =>
  [...groups].sort(([a], [b]) => Number(a === 'all') - Number(b === 'all') || (a < b ? -1 : 1));

/** A figure of all rows, then of either half. */
export function halves<Row extends { readonly group: string }, Score>(
  rows: readonly Row[],
  scores: readonly Score[],
  of: (rows: readonly Row[], scores: readonly Score[]) => number,
): string {
  const part = (half: number) => {
    const places = [...rows.keys()].filter((at) => halfOf(rows[at] ?? { group: '' }) === half);
    return of(
      places.flatMap((at) => rows[at] ?? []),
      places.flatMap((at) => scores[at] ?? []),
    );
  };
  return `${figure(of(rows, scores))} (${figure(part(0))} ${figure(part(1))})`;
}

/** Rows by what they measure, columns by who measures; a cell that nobody filled stays empty. */
export class Table {
  readonly #cells = new Map<string, Map<string, string>>();
  readonly #heads: readonly string[];
  readonly #corner: string;

  constructor(corner: string, heads: readonly string[]) {
    this.#corner = corner;
    this.#heads = heads;
  }

  note(what: string, head: string, value: string): void {
    const row = this.#cells.get(what) ?? new Map<string, string>();
    this.#cells.set(what, row.set(head, value));
  }

  /** A whole row, as the heads stand. */
  row(what: string, ...values: readonly string[]): void {
    for (const [at, head] of this.#heads.entries()) this.note(what, head, values[at] ?? '');
  }

  /** As Markdown. */
  toString(): string {
    const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
    return [
      line([this.#corner, ...this.#heads]),
      `|${'---|'.repeat(this.#heads.length + 1)}`,
      ...[...this.#cells].map(([what, row]) => line([what, ...this.#heads.map((head) => row.get(head) ?? '')])),
    ].join('\n');
  }
}
