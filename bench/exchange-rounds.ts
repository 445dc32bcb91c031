import { type ExchangeStages, exchangeStages } from './exchange-stages.ts';
import { exchangeLines } from './exchanges.ts';
import { parseAndStringify, timed } from './figure.ts';

/** Floor and path take turns after so many exchanges: a thousand records of the stream, a full batch, hold as many. */
const perBatch = 500;

interface Extent {
  readonly rounds: number;
  /** Exchanges of a round. */
  readonly perRound: number;
  /** Rounds before the first that counts: so long the compiler is busy. */
  readonly warmUp: number;
}

export const stageNames = ['parse', 'redact', 'screen', 'judge', 'tokens', 'signature', 'serialise'] as const;

/** Milliseconds of all exchanges of a round. */
export interface Round {
  readonly floor: number;
  readonly path: number;
  /** Each stage by itself. Absent without tokens. */
  readonly stages?: Readonly<Record<(typeof stageNames)[number], number>>;
  /** Mean length of a line in UTF-8. */
  readonly bytes: number;
  /** See `ExchangeSample`. */
  readonly repeatedContext: number;
}

/** The whole path of a batch: one stage after the other, as the collector works on one (see to-lines.ts). */
function through(stages: ExchangeStages, lines: readonly string[], withTokens: boolean): number {
  const redacted = lines
    .map((line) => stages.parse(line))
    .map((parsed) => ({ parsed, dialogue: stages.redact(parsed).dialogue }));
  const screened = redacted.map((one) => ({ ...one, safety: stages.screen(one.dialogue) }));
  const judged = screened.map(({ parsed, dialogue, safety }) => ({
    ...parsed,
    ...dialogue,
    judgement: stages.judge(dialogue, safety),
  }));
  let done = 0;
  if (withTokens) for (const { dialogue } of redacted) done += stages.tokens(dialogue);
  for (const { dialogue } of redacted) done += stages.signature(dialogue);
  for (const exchange of judged) done += stages.serialise(exchange).length;
  return done;
}

/** One stage after the other, each for all lines and with what the ones before gave. */
async function eachStage(stages: ExchangeStages, lines: readonly string[]) {
  const all = async <In, Out>(items: readonly In[], work: (item: In) => Out): Promise<[number, Out[]]> => {
    let results: Out[] = [];
    const time = await timed(() => {
      results = items.map((item) => work(item));
    });
    return [time, results];
  };
  const [parse, parsed] = await all(lines, stages.parse);
  const [redact, redacted] = await all(parsed, stages.redact);
  const dialogues = redacted.map(({ dialogue }) => dialogue);
  const [screen, screened] = await all(dialogues, (dialogue) => ({ dialogue, safety: stages.screen(dialogue) }));
  const [judge, judgements] = await all(screened, ({ dialogue, safety }) => stages.judge(dialogue, safety));
  const [tokens] = await all(dialogues, stages.tokens);
  const [signature] = await all(dialogues, stages.signature);
  const exchanges = judgements.flatMap((judgement, i) => {
    const [line, dialogue] = [parsed[i], dialogues[i]];
    return line && dialogue ? [{ ...line, ...dialogue, judgement }] : [];
  });
  const [serialise] = await all(exchanges, stages.serialise);
  return { parse, redact, screen, judge, tokens, signature, serialise };
}

/** Every round has exchanges of its own, so that what one round's caches hold helps no other. */
export async function measureRounds({ rounds, perRound, warmUp }: Extent, withTokens: boolean): Promise<Round[]> {
  const stages = await exchangeStages();
  const measured: Round[] = [];
  for (let round = 0; round < warmUp + rounds; round++) {
    const { lines, repeatedContext } = exchangeLines(perRound, round + 1);
    let [floor, path] = [0, 0];
    for (let from = 0; from < lines.length; from += perBatch) {
      const batch = lines.slice(from, from + perBatch);
      floor += await timed(() => parseAndStringify(batch));
      path += await timed(() => through(stages, batch, withTokens));
    }
    const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0) / lines.length;
    measured.push({
      floor,
      path,
      bytes,
      repeatedContext,
      ...(withTokens && { stages: await eachStage(stages, lines) }),
    });
  }
  return measured.slice(warmUp);
}
