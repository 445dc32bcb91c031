import { loadJudge } from '../../layers/adapters/judge-files.ts';
import { auc } from '../../layers/core/quality/calibrate/figures.ts';
import { logOddsOf, regress } from '../../layers/core/quality/calibrate/logistic-regression.ts';
import { conversationFactors } from '../../layers/core/quality/conversation-quality.ts';
import type { TalkRow } from './rows.ts';
import { halfOf, halves } from './table.ts';

const what = 'conversations, 16 turns';
const learnedFrom = [...conversationFactors, 'replies'] as const;

/** Learns weights of the factors on one half and weighs the other with them, both ways. */
function byFittedWeights(rows: readonly TalkRow[], factors: readonly (readonly number[])[]): number[] {
  const width = learnedFrom.length;
  const matrix = {
    starts: Int32Array.from({ length: rows.length + 1 }, (_, row) => row * width),
    columns: Int32Array.from({ length: rows.length * width }, (_, at) => at % width),
    values: Float64Array.from(factors.flat()),
    width,
  };
  const labels = rows.map(({ kept }) => kept);
  const weights = [0, 1].map((half) =>
    regress(
      matrix,
      [...rows.keys()].filter((row) => halfOf(rows[row] ?? { group: '' }) !== half),
      labels,
    ),
  );
  return rows.map((row, at) => {
    const learned = weights[halfOf(row)];
    return learned ? logOddsOf(matrix, at, learned) : 0;
  });
}

/** Whole conversations, kept against dropped, by what each column says of them. */
export function measureTalks(
  rows: readonly TalkRow[],
  policies: string,
  note: (what: string, head: string, value: string) => void,
): void {
  const [reflect, strategy] = ['reflect', 'strategy'].map((name) => loadJudge(policies, name));
  if (!reflect || !strategy) return;
  const qualities = rows.map(({ turns }) => reflect.judgeConversation(turns));
  const of = (values: readonly number[]) =>
    halves(rows, values, (some, theirs) =>
      auc(
        some.map(({ kept }) => kept),
        theirs,
      ),
    );
  const replyLength = ({ turns }: TalkRow) => {
    const replies = turns.filter(({ sender }) => sender === 'ai');
    return replies.reduce((sum, { text }) => sum + text.length, 0) / Math.max(1, replies.length);
  };
  note(what, "strategy's rules", of(rows.map(({ turns }) => strategy.judgeConversation(turns).quality)));
  note(what, 'length alone', of(rows.map(replyLength)));
  const byWords = of(qualities.map(({ quality }) => quality));
  note(what, 'reflect, words', byWords);
  // Embeddings have no part in a conversation's quality.
  note(what, 'reflect, meaning', byWords);
  const factors = qualities.map((one) => learnedFrom.map((name) => one.factors[name]));
  note(what, 'fitted on the other half', of(byFittedWeights(rows, factors)));
}
