import * as z from 'zod';
import type { Exchange } from '../conversation/exchange.ts';
import { policyId } from '../quality/policy.ts';
import { type Moderator, noOpinion } from '../quality/safety/moderator.ts';
import { isWithdrawn, latestSignals, type Signal, type SignalsByKind } from '../signals/signal.ts';
import { CandidateFiles } from './candidate-files.ts';
import { Samples } from './card/samples.ts';
import { type Judged, judgedSchema, saidHeldOut } from './curated.ts';
import { embedderOf, readRuns } from './curated-files.ts';
import { FellOut } from './fell-out.ts';
import { type JoinCounts, joinCountsKey, joinedPrefix, moderatedKey, samplesKey } from './joined.ts';
import { createJoiner, type JoinRules, type JudgedExchange, withOpinion } from './joiner.ts';
import { repliesIn } from './late.ts';
import { lazy } from './lazy-writer.ts';
import { mergeRuns, pieceBytesFor } from './merge.ts';
import { type Asked, ModerationQueue } from './moderation.ts';
import type { ObjectStore } from './object-store.ts';
import { RatedRuns } from './preference/rated-runs.ts';
import type { Cut } from './ranges.ts';
import { SignalCursor } from './signal-cursor.ts';
import { createSink } from './sink.ts';
import type { SortedLine } from './sorted-runs.ts';
import { Tally } from './tally.ts';

export interface JoinWork extends JoinRules {
  readonly store: ObjectStore;
  readonly runId: string;
  /** How many partitions the plan has. */
  readonly partitions: number;
  readonly cut: Cut;
  readonly range: number;
  /** Asked for a second opinion of everything that would train; default: nobody is asked. */
  readonly moderator?: Moderator | undefined;
}

/** An exchange that waits to be settled. */
interface Item {
  readonly exchange: JudgedExchange;
  /** With the reply that counts. */
  readonly final: Judged;
  readonly signals: SignalsByKind;
}

/** Why a line says nothing new of an exchange that `first` has told already. */
function needless(first: SortedLine, line: SortedLine): 'duplicate' | 'superseded' | 'conflicting' {
  if (first.line === line.line) return 'duplicate';
  return first.version === line.version ? 'conflicting' : 'superseded';
}

const writtenAt = z.object({ createdAt: z.string() });

/** Whether the clock says that a line was written after one of a higher version. Versions count, clocks do not. */
function isNewer(line: SortedLine, other: SortedLine): boolean {
  const [one, two] = [line, other].map((each) => writtenAt.safeParse(JSON.parse(each.line)).data?.createdAt);
  return one !== undefined && two !== undefined && Date.parse(one) > Date.parse(two);
}

/**
 * Joins the exchanges of one range of ids with all that was said of them, in any shard: of the lines of an exchange
 * the one with the highest version counts, of its signals of one kind likewise. Writes a line for each that may
 * become an example, in the order of the ids, with the numbers by which Select chooses and the signature by which
 * Match compares. Memory: a piece of each run, and some 220 bytes an exchange; of a rated one 184 more for
 * each of its replies and for each text of its prompt (up to three and two): see `BandEntries`.
 *
 * @throws PartitionMissing, PolicyChanged; RetryableError when the store does not answer
 */
export async function joinRange(work: JoinWork): Promise<JoinCounts> {
  const { store, judge, runId, range, cut } = work;
  const all = await readRuns({ ...work, policy: judge.policy }, range);
  const exchanges = all.flatMap(({ runs }) => runs);
  const said = all.flatMap(({ signalRuns }) => signalRuns);
  const pieceBytes = pieceBytesFor(exchanges.length + said.length);
  const prefix = joinedPrefix(runId, range);
  const linesKey = `${prefix}.jsonl`;
  const sink = createSink(store.writer(linesKey, 'application/jsonl'));
  const [fellOut, applied, samples, joiner] = [new FellOut(), new Tally(), new Samples(), createJoiner(work, all)];
  const candidates = new CandidateFiles({
    store,
    prefix,
    range,
    selection: judge.policy.selection,
    embedder: embedderOf(all) === null ? undefined : joiner.embedder,
  });
  const variants = { seen: 0, rejected: new Tally() };
  let [count, clockBackwards] = [0, 0];

  const drop = ({ id, source }: Pick<Exchange, 'id' | 'source'>, reasons: readonly string[]) => {
    fellOut.add(id, reasons);
    if (source === 'augmentation') for (const reason of reasons) variants.rejected.add(reason);
  };

  const take = async ({ exchange, final, signals }: Item, opinion = noOpinion) => {
    for (const kind of Object.keys(signals)) {
      if (kind !== 'consent' || isWithdrawn(exchange.version, signals)) applied.add(kind);
    }
    const outcome = joiner.outcome(exchange, final, signals, opinion);
    if ('reasons' in outcome) {
      if (opinion.categories.length > 0) await moderation?.hold(exchange.id, outcome.reasons, opinion.evidence);
      if (outcome.sample) samples.offer(outcome.sample);
      return drop(exchange, outcome.reasons);
    }
    const { joined, meaning } = outcome;
    await candidates.add(joined, meaning);
    const full = sink.add(JSON.stringify(joined));
    if (full !== undefined) await full;
  };

  // Nobody is compared with anybody where nothing was said of any reply.
  const rated = all.some(({ signalRuns }) => signalRuns.length > 0)
    ? new RatedRuns(store, prefix, judge, cut.ranges)
    : undefined;

  /**
   * What a held-out user asked must not be learned to answer, nor any reply that people wrote to it. Outside of the
   * run's dates, in an older version, or replaced by a later edit: an earlier dataset may have held it out.
   */
  const protect = async (judged: Judged, said: readonly Signal[]) => {
    const heldOut = saidHeldOut(judged);
    if (heldOut === undefined) return;
    if (rated) candidates.holdPrompt(heldOut);
    for (const assistant of repliesIn(said)) await candidates.hold({ ...heldOut, assistant });
  };

  const settle = async (item: Item, asExample = noOpinion, inPairs = noOpinion) => {
    // A variant could carry what was said of it into a validation file of preferences.
    if (item.exchange.source === 'augmentation') rated?.lose(['variant'], item.signals);
    else if (rated !== undefined) {
      const known = [item.exchange, ...('reasons' in item.final ? [] : [item.final])];
      const dialogues = await rated.add(withOpinion(item.exchange, inPairs), item.signals);
      if (dialogues.length > 0) candidates.addPrompt(item.exchange);
      for (const said of dialogues) {
        const { meaning } = known.find(({ assistant }) => assistant === said.assistant) ?? {};
        await candidates.addRated(item.exchange.id, said, meaning);
      }
    }
    await take(item, asExample);
  };
  const { moderator } = work;
  const moderated = createSink(lazy(() => store.writer(moderatedKey(runId, range), 'application/jsonl')));
  const moderation =
    moderator && new ModerationQueue<Item>(moderator, judge.policy.moderationAtLeast, moderated, settle);
  /** What of an exchange would train: as an example, and in pairs. */
  const training = ({ exchange, final, signals }: Item): Asked => {
    const isExample = 'joined' in joiner.outcome(exchange, final, signals);
    const inPairs = exchange.source === 'augmentation' ? [] : (rated?.dialogues(exchange, signals) ?? []);
    return { asExample: isExample && !('reasons' in final) ? [final] : [], inPairs };
  };

  try {
    const cursor = new SignalCursor(mergeRuns(store, said, pieceBytes));
    let first: SortedLine | undefined;
    let signals: readonly Signal[] = [];
    for await (const line of mergeRuns(store, exchanges, pieceBytes)) {
      if (first?.id === line.id) {
        const why = needless(first, line);
        fellOut.count(why);
        if (why === 'superseded' && isNewer(line, first)) clockBackwards++;
        if (why !== 'duplicate') await protect(judgedSchema.parse(JSON.parse(line.line)), signals);
        continue;
      }
      first = line;
      count++;
      const judged = judgedSchema.parse(JSON.parse(line.line));
      signals = await cursor.of(line.id);
      await protect(judged, signals);
      if (judged.source === 'augmentation') variants.seen++;
      const latest = latestSignals(signals);
      if ('reasons' in judged) {
        drop(judged, judged.reasons);
        rated?.lose(judged.reasons, latest);
      } else {
        const item = { exchange: judged, final: await joiner.mended(judged, latest), signals: latest };
        await (moderation ? moderation.add(item, training(item)) : settle(item));
      }
    }
    await moderation?.flush();
    applied.add('orphan', await cursor.rest());
    const { bytes } = await sink.close();
    const counts: JoinCounts = {
      range,
      policy: policyId(judge.policy),
      exchanges: count,
      dropped: fellOut.dropped,
      clockBackwards,
      rejected: fellOut.reasons.all(),
      samples: fellOut.samples(),
      signals: applied.all(),
      lines: { key: linesKey, start: 0, end: bytes },
      ...(await candidates.close(cut.buckets)),
      augmentation: { seen: variants.seen, rejected: variants.rejected.all() },
      rated: (await rated?.close()) ?? { runs: [], unused: {} },
      ...(moderation && { moderation: moderation.counts() }),
      moderatedBytes: (await moderated.close()).bytes,
    };
    await store.put(samplesKey(runId, range), samples.lines(), 'application/jsonl');
    await store.put(joinCountsKey(runId, range), JSON.stringify(counts), 'application/json');
    return counts;
  } catch (error) {
    await Promise.allSettled([sink.abort(), candidates.abort(), moderated.abort()]);
    throw error;
  }
}
