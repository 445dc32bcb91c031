import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadJudge } from '../layers/adapters/judge-files.ts';
import { findMinilmEmbedder } from '../layers/adapters/minilm/find-embedder.ts';
import { auc, precisionOfTop } from '../layers/core/quality/calibrate/figures.ts';
import type { Scores } from '../layers/core/quality/judgement.ts';
import { missing, type PairRow, pairs, type ReplyRow, replies, talks } from './quality/rows.ts';
import { byFitted, byLength, byMeaning, byStrategyRules, byWords, type Scorer } from './quality/scorers.ts';

const help = `npm run bench:quality [-- FOLDER]

How well the scores agree with what people said: AUC on labelled conversations that are not part of this project.
FOLDER (default ../shared/data) holds epitome, relevance_epitome, relevance_dialog, relevance_counselchat and
conversations, each as .jsonl.

  --model FOLDER   the embedding model (default layers/semantic/model)
  --no-semantic    leave the embeddings out`;

const root = join(import.meta.dirname, '..');
const policies = join(root, 'layers/policy');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    model: { type: 'string', default: join(root, 'layers/semantic/model') },
    semantic: { type: 'boolean', default: true },
    help: { type: 'boolean', default: false },
  },
});

/** Halves by a hash of the group: whoever tunes on one looks at the other. */
const halfOf = ({ group }: { readonly group: string }): number =>
  (createHash('sha256').update(group).digest()[0] ?? 0) & 1;
const strong = ({ er, ip, ex }: ReplyRow): number => (er + ip + ex >= 3 ? 1 : 0);
const figure = (value: number): string => value.toFixed(3).replace(/^0/, '');

type Table = Map<string, string[]>;
const note = (table: Table, what: string, value: string): void => {
  table.set(what, [...(table.get(what) ?? []), value]);
};

/** The figure of all rows, then of either half. */
function halves<Row extends { readonly group: string }>(
  rows: readonly Row[],
  scores: readonly Scores[],
  of: (rows: readonly Row[], scores: readonly Scores[]) => number,
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

async function measureReplies(table: Table, rows: readonly ReplyRow[], scorer: Scorer): Promise<void> {
  const scores = await scorer(rows.map(({ dialogue }) => dialogue));
  const of = (label: (row: ReplyRow) => number, name: keyof Scores) =>
    halves(rows, scores, (some, theirs) =>
      auc(
        some.map(label),
        theirs.map((one) => one[name]),
      ),
    );
  note(
    table,
    'empathy: er ≥ 1',
    of(({ er }) => Math.min(1, er), 'empathy'),
  );
  note(
    table,
    'question: ex ≥ 1',
    of(({ ex }) => Math.min(1, ex), 'question'),
  );
  note(table, 'overall: er+ip+ex ≥ 3', of(strong, 'overall'));
  const top = halves(rows, scores, (some, theirs) =>
    precisionOfTop(
      0.1,
      some.map(strong),
      theirs.map(({ overall }) => overall),
    ),
  );
  note(table, 'strong in the top 10 %', top);
}

async function measurePairs(table: Table, name: string, rows: readonly PairRow[], scorer: Scorer): Promise<void> {
  const scores = await scorer(rows.map(({ dialogue }) => dialogue));
  const kinds = [...new Set(rows.map(({ kind }) => kind))].filter((kind) => kind !== 'true').sort();
  for (const kind of kinds.length > 1 ? ['all', ...kinds] : ['all']) {
    const places = [...rows.keys()].filter(
      (at) => kind === 'all' || rows[at]?.kind === kind || rows[at]?.matched === 1,
    );
    const some = places.flatMap((at) => rows[at] ?? []);
    const theirs = places.flatMap((at) => scores[at] ?? []);
    const of = halves(some, theirs, (a, b) =>
      auc(
        a.map(({ matched }) => matched),
        b.map(({ relevance }) => relevance),
      ),
    );
    note(table, `relevance: ${name}, ${kind.replace('_', ' ')}`, of);
  }
}

function measureTalks(table: Table, folder: string, policy: string): void {
  const judge = loadJudge(policies, policy);
  const rows = talks(folder);
  const quality = rows.map(({ turns }) => judge.judgeConversation(turns).quality);
  note(
    table,
    'conversations, 16 turns',
    figure(
      auc(
        rows.map(({ kept }) => kept),
        quality,
      ),
    ),
  );
}

/** Learned on one half, judged on the other, both ways. */
function fittedAcross(rows: readonly ReplyRow[]): Scorer {
  const scorers = [0, 1].map((half) =>
    byFitted(
      policies,
      rows.filter((row) => halfOf(row) !== half),
    ),
  );
  return async (dialogues) => {
    const scored = await Promise.all(scorers.map((scorer) => scorer(dialogues)));
    return rows.flatMap((row, at) => scored[halfOf(row)]?.[at] ?? []);
  };
}

async function main(folder: string): Promise<void> {
  const embedder = values.semantic ? await findMinilmEmbedder(values.model, (line) => console.error(line)) : undefined;
  const scorers: [string, Scorer][] = [
    ["strategy's rules", byStrategyRules(policies)],
    ['length alone', byLength],
    ['reflect, words', byWords(policies)],
    ...(embedder ? [['reflect, meaning', await byMeaning(policies, embedder)] satisfies [string, Scorer]] : []),
  ];
  const table: Table = new Map();
  const rows = replies(folder);
  for (const [, scorer] of scorers) await measureReplies(table, rows, scorer);
  await measureReplies(table, rows, fittedAcross(rows));
  for (const name of ['epitome', 'dialog', 'counselchat']) {
    for (const [, scorer] of scorers) await measurePairs(table, name, pairs(folder, name), scorer);
  }
  measureTalks(table, folder, 'strategy');
  note(table, 'conversations, 16 turns', '');
  measureTalks(table, folder, 'reflect');
  const heads = [...scorers.map(([name]) => name), 'fitted on the other half'];
  console.log(`| AUC: all rows (either half) | ${heads.join(' | ')} |\n|---|${heads.map(() => '---|').join('')}`);
  for (const [what, cells] of table) console.log(`| ${what} | ${heads.map((_, at) => cells[at] ?? '').join(' | ')} |`);
}

const folder = positionals[0] ?? join(root, '../shared/data');
const absent = missing(folder);
if (values.help) console.log(help);
else if (absent.length > 0) {
  console.log(
    `Nothing to measure on: ${folder} does not hold ${absent.map((name) => `${name}.jsonl`).join(', ')}.\n\n${help}`,
  );
} else await main(folder);
