import { type Progress, percentOf } from '../../cli/progress.ts';
import { loadJudge, loadJudgeWithMeaning, loadParts } from '../../layers/adapters/judge-files.ts';
import type { Dialogue } from '../../layers/core/conversation/exchange.ts';
import { calibrate } from '../../layers/core/quality/calibrate/calibrate.ts';
import type { Embedder } from '../../layers/core/quality/embedder.ts';
import { createJudge } from '../../layers/core/quality/judge.ts';
import type { Scores } from '../../layers/core/quality/judgement.ts';
import { judgeAll } from '../../layers/core/quality/meaning.ts';
import type { ReplyRow } from './rows.ts';
import { halfOf } from './table.ts';

/** Scores many dialogues; the scores of one stand at its place. */
export type Scorer = (dialogues: readonly Dialogue[]) => Promise<Scores[]>;

const all = (score: number): Scores => ({
  empathy: score,
  question: score,
  relevance: score,
  context_awareness: score,
  tone: score,
  overall: score,
});

/** What the strategy document's rules accept, 1, and what they reject, 0. */
export function byStrategyRules(folder: string): Scorer {
  const judge = loadJudge(folder, 'strategy');
  return async (dialogues) => dialogues.map((one) => all(judge.decide(judge.judge(one)).tier === 'rejected' ? 0 : 1));
}

export const byLength: Scorer = async (dialogues) => dialogues.map(({ assistant }) => all(assistant.length));

export function byWords(folder: string): Scorer {
  const judge = loadJudge(folder, 'reflect');
  return async (dialogues) => dialogues.map((one) => judge.judge(one).scores);
}

/** Embeds each text once: contexts and replies come up again and again. */
const remembering = (embedder: Embedder): Embedder => {
  const known = new Map<string, Float32Array>();
  return {
    ...embedder,
    async embed(texts) {
      const unknown = [...new Set(texts)].filter((text) => !known.has(text));
      const vectors = await embedder.embed(unknown);
      unknown.forEach((text, at) => {
        const vector = vectors[at];
        if (vector) known.set(text, vector);
      });
      return texts.map((text) => known.get(text) ?? new Float32Array(embedder.dimensions));
    },
  };
};

export async function byMeaning(folder: string, embedder: Embedder, told: Progress): Promise<Scorer> {
  const judge = await loadJudgeWithMeaning(folder, 'reflect', embedder);
  const once = remembering(embedder);
  return async (dialogues) => {
    const scores: Scores[] = [];
    for (let at = 0; at < dialogues.length; at += 256) {
      told.tell(`embedding ${percentOf(at, dialogues.length)}`);
      const judgements = await judgeAll(judge, once, dialogues.slice(at, at + 256));
      scores.push(...judgements.map((judgement) => judgement.scores));
    }
    return scores;
  };
}

/** The policy that `calibrate` makes of these rows. */
function byFitted(folder: string, rows: readonly ReplyRow[]): Scorer {
  const parts = loadParts(folder, 'reflect');
  const labelled = rows.map(({ dialogue, er, ip, ex }) => ({
    ...dialogue,
    labels: { empathy: one(er >= 1), question: one(ex >= 1), overall: one(er + ip + ex >= 3) },
  }));
  // Also what is worse than set by hand: here it is measured.
  const { fitted } = calibrate(labelled, { ...parts, seed: 1, evenIfWorse: true });
  const judge = createJudge({ ...parts, scoring: { ...parts.scoring, fitted } });
  return async (dialogues) => dialogues.map((dialogue) => judge.judge(dialogue).scores);
}

/** Learned on one half, judged on the other, both ways; for these rows alone, in their order. */
export function byFittedAcross(folder: string, rows: readonly ReplyRow[]): Scorer {
  const scorers = [0, 1].map((half) =>
    byFitted(
      folder,
      rows.filter((row) => halfOf(row) !== half),
    ),
  );
  return async (dialogues) => {
    const scored = await Promise.all(scorers.map((scorer) => scorer(dialogues)));
    return rows.flatMap((row, at) => scored[halfOf(row)]?.[at] ?? []);
  };
}

const one = (yes: boolean): 0 | 1 => (yes ? 1 : 0);
