import * as z from 'zod';
import { turnSchema } from '../../layers/core/conversation/exchange.ts';
import type { Judge } from '../../layers/core/quality/judge.ts';
import { readLines } from './rows.ts';
import { byName, percent, Table } from './table.ts';

const rowSchema = z.object({
  user: z.string(),
  assistant: z.string().default(''),
  context: z.array(turnSchema).default([]),
  label: z.enum(['veto', 'safe', 'borderline']),
  category: z.string(),
  note: z.string().default(''),
  source: z.string(),
});
type Row = z.infer<typeof rowSchema>;

/** Of rows of one kind: how many there are, are held, and are held for the right category. */
class Count {
  rows = 0;
  held = 0;
  right = 0;
  add(held: boolean, right: boolean): void {
    this.rows++;
    if (held) this.held++;
    if (held && right) this.right++;
  }
}

class Counts {
  readonly #of = new Map<string, Count>();
  get(group: string): Count {
    const count = this.#of.get(group) ?? new Count();
    this.#of.set(group, count);
    return count;
  }
  sorted(): [string, Count][] {
    return byName(this.#of);
  }
  largestFirst(): [string, Count][] {
    return this.sorted().sort(([, a], [, b]) => b.rows - a.rows);
  }
}

const own = 'own';
/** The way in which a row asks to be held, without the number of the case. */
const formOf = ({ source, note }: Row): string =>
  source === own
    ? note.replace(/^(id \d+; |case \d+; |sst_\d+.*|(non_)?crisis_conv_.*)/, '')
    : `(public set) ${source}`;

/** What a policy holds of rows that must be held, and of rows that must not, by groups. */
export function measureSafety(folder: string, judge: Judge): Table[] {
  const [vetoes, forms, safe, borderline] = [new Counts(), new Counts(), new Counts(), new Counts()];
  const sources = { veto: new Counts(), safe: new Counts() };
  for (const row of readLines(folder, 'safety', rowSchema)) {
    const judgement = judge.judge(row);
    const held = judge.decide(judgement).tier !== 'accepted' && judgement.safety.length > 0;
    const right = judgement.safety.some((category) => category === row.category);
    if (row.label === 'borderline') borderline.get(row.category).add(held, right);
    else {
      sources[row.label].get(row.source).add(held, right);
      for (const group of [row.category, 'all']) (row.label === 'veto' ? vetoes : safe).get(group).add(held, right);
      if (row.label === 'veto') forms.get(formOf(row)).add(held, right);
    }
  }
  const categories = new Table('veto category', ['rows', 'held', 'for this category']);
  for (const [name, { rows, held, right }] of vetoes.sorted()) {
    categories.row(name, String(rows), percent(held, rows), percent(right, rows));
  }
  const byForm = new Table('form of a veto row', ['rows', 'held']);
  for (const [name, { rows, held }] of forms.largestFirst()) {
    byForm.row(name, String(rows), percent(held, rows));
  }
  const groups = new Table('safe group', ['rows', 'held', 'false holds']);
  for (const [name, { rows, held }] of safe.sorted()) {
    groups.row(name, String(rows), String(held), percent(held, rows));
  }
  const bySource = new Table('source', ['veto', 'held', 'safe', 'false holds']);
  for (const name of new Set([...sources.veto.sorted(), ...sources.safe.sorted()].map(([name]) => name))) {
    const [veto, harmless] = [sources.veto.get(name), sources.safe.get(name)];
    const ofVetoes = [String(veto.rows), percent(veto.held, veto.rows)];
    bySource.row(name, ...ofVetoes, String(harmless.rows), percent(harmless.held, harmless.rows));
  }
  const between = new Table('borderline, counted neither way', ['rows', 'held']);
  for (const [name, { rows, held }] of borderline.sorted()) between.row(name, String(rows), String(held));
  return [categories, byForm, groups, bySource, between];
}
