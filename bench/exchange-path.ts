import { measureRounds, type Round, stageNames } from './exchange-rounds.ts';
import { type Figure, inWords, rounded, type Summary, summary } from './figure.ts';

const [perRound, warmUp] = [3000, 3];

const each = (rounds: readonly Round[], value: (round: Round) => number): Summary => summary(rounds.map(value));
/** Microseconds of one exchange, from the milliseconds of a round. */
const microseconds = (milliseconds: number) => (1000 * milliseconds) / perRound;

/** Each stage by itself: its time, and its speed as a share of the floor's. */
const stagesOf = (rounds: readonly Round[]) =>
  stageNames.flatMap((name) => {
    const time = ({ stages }: Round) => stages?.[name] ?? Number.NaN;
    if (!rounds.every(({ stages }) => stages)) return [];
    return {
      name,
      time: each(rounds, (round) => microseconds(time(round))),
      share: each(rounds, (round) => (100 * round.floor) / time(round)),
    };
  });

/**
 * What an exchange costs from its line to its line, on one thread: parse, redact, judge, count tokens, sign, serialise.
 * As a share of what only reading and writing the line costs.
 */
const exchangePath = (name: string, title: string, withTokens: boolean): Figure => ({
  name,
  async measure(wanted) {
    const rounds = await measureRounds({ rounds: wanted, perRound, warmUp }, withTokens);
    const share = each(rounds, ({ floor, path }) => (100 * floor) / path);
    const [floor, path] = [
      each(rounds, (round) => microseconds(round.floor)),
      each(rounds, (round) => microseconds(round.path)),
    ];
    const bytes = each(rounds, (round) => round.bytes);
    const repeats = each(rounds, ({ repeatedContext }) => 100 * repeatedContext);
    const stages = stagesOf(rounds);
    return {
      json: {
        percentOfFloor: rounded(share).value,
        spread: rounded(share).spread,
        microsecondsEach: rounded(path).value,
        floorMicrosecondsEach: rounded(floor).value,
        rounds: wanted,
        exchangesPerRound: perRound,
        bytesPerLine: rounded(bytes, 0).value,
        repeatedContextPercent: rounded(repeats, 0).value,
        ...(withTokens && {
          stages: Object.fromEntries(
            stages.map((stage) => [
              stage.name,
              {
                microsecondsEach: rounded(stage.time, 2).value,
                percentOfFloor: rounded(stage.share, 0).value,
                spread: rounded(stage.share, 0).spread,
              },
            ]),
          ),
        }),
      },
      rows: [
        [title, inWords(share, ' %')],
        ['  microseconds an exchange', `${inWords(path, '')}, the floor ${inWords(floor, '')}`],
        ...stages.map(
          (stage) =>
            [`  ${stage.name} by itself`, `${inWords(stage.share, ' %', 0)}, ${inWords(stage.time, ' µs')}`] as const,
        ),
        [
          '  lines, others in each round',
          `${bytes.median.toFixed(0)} bytes each; ${repeats.median.toFixed(0)} % of the context turns stood in an earlier line`,
        ],
      ],
    };
  },
});

export const path = exchangePath('path', "An exchange's path, of JSON.parse + JSON.stringify", true);
export const pathWithoutTokens = exchangePath('pathWithoutTokens', 'The same without the token count', false);
