import type { Progress } from '../../cli/progress.ts';
import { auc, precisionOfTop } from '../../layers/core/quality/calibrate/figures.ts';
import type { Embedder } from '../../layers/core/quality/embedder.ts';
import type { Scores } from '../../layers/core/quality/judgement.ts';
import { reliability } from './reliability.ts';
import { type PairRow, pairs, type ReplyRow, replies, talks } from './rows.ts';
import { byFittedAcross, byLength, byMeaning, byStrategyRules, byWords, type Scorer } from './scorers.ts';
import { halves, Table } from './table.ts';
import { measureTalks } from './talks.ts';

const strong = ({ er, ip, ex }: ReplyRow): number => (er + ip + ex >= 3 ? 1 : 0);
const fitted = 'fitted on the other half';

type Note = (what: string, value: string) => void;

function measureReplies(rows: readonly ReplyRow[], scores: readonly Scores[], note: Note): void {
  const of = (label: (row: ReplyRow) => number, name: keyof Scores, measure = auc) =>
    halves(rows, scores, (some, theirs) =>
      measure(
        some.map(label),
        theirs.map((one) => one[name]),
      ),
    );
  note(
    'empathy: er ≥ 1',
    of(({ er }) => Math.min(1, er), 'empathy'),
  );
  note(
    'question: ex ≥ 1',
    of(({ ex }) => Math.min(1, ex), 'question'),
  );
  note('overall: er+ip+ex ≥ 3', of(strong, 'overall'));
  note(
    'strong in the top 10 %',
    of(strong, 'overall', (labels, overall) => precisionOfTop(0.1, labels, overall)),
  );
}

function measurePairs(name: string, rows: readonly PairRow[], scores: readonly Scores[], note: Note): void {
  const kinds = [...new Set(rows.map(({ kind }) => kind))].filter((kind) => kind !== 'true').sort();
  for (const kind of kinds.length > 1 ? ['all', ...kinds] : ['all']) {
    const places = [...rows.keys()].filter(
      (at) => kind === 'all' || rows[at]?.kind === kind || rows[at]?.matched === 1,
    );
    const of = halves(
      places.flatMap((at) => rows[at] ?? []),
      places.flatMap((at) => scores[at] ?? []),
      (a, b) =>
        auc(
          a.map(({ matched }) => matched),
          b.map(({ relevance }) => relevance),
        ),
    );
    note(`relevance: ${name}, ${kind.replace('_', ' ')}`, of);
  }
}

/** How well the scores agree with what people said, and how well they are calibrated. */
export async function measureScores(
  folder: string,
  policies: string,
  embedder: Embedder | undefined,
  told: Progress,
): Promise<Table[]> {
  const scorers: [string, Scorer][] = [
    ["strategy's rules", byStrategyRules(policies)],
    ['length alone', byLength],
    ['reflect, words', byWords(policies)],
    ...(embedder ? [['reflect, meaning', await byMeaning(policies, embedder, told)] satisfies [string, Scorer]] : []),
  ];
  const table = new Table('AUC: all rows (either half)', [...scorers.map(([name]) => name), fitted]);
  const rows = replies(folder);
  let calibration = reliability([], []);
  for (const [head, scorer] of scorers) {
    told.tell(`replies: ${head}`);
    const scores = await scorer(rows.map(({ dialogue }) => dialogue));
    measureReplies(rows, scores, (what, value) => table.note(what, head, value));
    if (head === 'reflect, words') calibration = reliability(rows, scores);
  }
  told.tell(`replies: ${fitted}`);
  const learned = await byFittedAcross(policies, rows)(rows.map(({ dialogue }) => dialogue));
  measureReplies(rows, learned, (what, value) => table.note(what, fitted, value));
  for (const name of ['epitome', 'dialog', 'counselchat']) {
    const some = pairs(folder, name);
    for (const [head, scorer] of scorers) {
      told.tell(`relevance, ${name}: ${head}`);
      const scores = await scorer(some.map(({ dialogue }) => dialogue));
      measurePairs(name, some, scores, (what, value) => table.note(what, head, value));
    }
  }
  told.tell('whole conversations');
  measureTalks(talks(folder), policies, (what, head, value) => table.note(what, head, value));
  return [table, calibration];
}
