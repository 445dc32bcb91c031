import * as z from 'zod';
import { type Redactor, redactText } from '../../layers/core/quality/privacy/redact.ts';
import { readLines } from './rows.ts';
import { byName, percent, Table } from './table.ts';

const extentSchema = z.object({ start16: z.int(), end16: z.int() });
const markSchema = extentSchema.extend({ kind: z.string() });
const rowSchema = z.object({
  text: z.string(),
  spans: z.array(markSchema),
  /** Counts neither way. */
  ignore: z.array(extentSchema).default([]),
  source: z.string(),
});
type Extent = z.infer<typeof extentSchema>;
interface Place {
  readonly start: number;
  readonly end: number;
  readonly kind: string;
}

const touches = ({ start, end }: Place, { start16, end16 }: Extent): boolean => start < end16 && end > start16;

/** How many of a mark's units the places cover; they do not overlap. */
const covered = (places: readonly Place[], { start16, end16 }: Extent): number =>
  places.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, end16) - Math.max(start, start16)), 0);

const counted = ['marked', 'found', 'whole', 'named', 'said', 'right'] as const;
type Kind = Record<(typeof counted)[number], number>;

/**
 * What the redactor finds of the personal data that is marked: found when half of it is covered, whole when all is;
 * precision is the share of its places that touch a mark. By kind, by source, and texts without any left alone.
 */
export function measurePersonalData(folder: string, redactor: Redactor): Table[] {
  const kinds = new Map<string, Kind>();
  const sources = new Map<string, [found: number, marked: number]>();
  let [clean, alone] = [0, 0];
  const add = (kind: string, what: Partial<Kind>): void => {
    for (const name of [kind, 'all']) {
      const count = kinds.get(name) ?? { marked: 0, found: 0, whole: 0, named: 0, said: 0, right: 0 };
      for (const key of counted) count[key] += what[key] ?? 0;
      kinds.set(name, count);
    }
  };
  const one = (yes: boolean): number => (yes ? 1 : 0);
  for (const { text, spans, ignore, source } of readLines(folder, 'pii', rowSchema)) {
    const { spans: places } = redactText(redactor, text, () => '');
    if (spans.length === 0 && ignore.length === 0) {
      clean++;
      alone += one(places.length === 0);
    }
    for (const mark of spans) {
      const [units, length] = [covered(places, mark), mark.end16 - mark.start16];
      const found = one(units * 2 >= length);
      const named = one(places.some((place) => place.kind === mark.kind && touches(place, mark)));
      add(mark.kind, { marked: 1, found, whole: one(units === length), named });
      const [before, of] = sources.get(source) ?? [0, 0];
      sources.set(source, [before + found, of + 1]);
    }
    for (const place of places) {
      const right = spans.some((mark) => touches(place, mark));
      if (right || !ignore.some((mark) => touches(place, mark))) add(place.kind, { said: 1, right: one(right) });
    }
  }
  const byKind = new Table('personal data', ['marked', 'found', 'whole', 'kind right', 'precision', 'said']);
  for (const [name, { marked, found, whole, named, said, right }] of byName(kinds)) {
    const ofMarked = [found, whole, named].map((count) => percent(count, marked));
    byKind.row(name, String(marked), ...ofMarked, percent(right, said), String(said));
  }
  const bySource = new Table('source', ['marked', 'found']);
  for (const [name, [found, marked]] of byName(sources)) bySource.row(name, String(marked), percent(found, marked));
  bySource.row('texts without any, left alone', String(clean), percent(alone, clean));
  return [byKind, bySource];
}
