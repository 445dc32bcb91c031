import * as z from 'zod';
import type { Exchange } from '../conversation/exchange.ts';
import { once } from '../once.ts';
import type { Judge } from '../quality/judge.ts';
import { policyId } from '../quality/policy.ts';
import { isWithdrawn, latestSignals, type SignalsByKind } from '../signals/signal.ts';
import { type Sample, Samples, sampleOf } from './card/samples.ts';
import { categoryOf } from './category.ts';
import { ColumnWriter } from './columns.ts';
import type { Counts } from './curate.ts';
import { createCurator, decided, type Judging, judgedSchema, lastWords, type Window } from './curated.ts';

import { embedderOf, mustBeSame, readCounts, wordsAlone } from './curated-files.ts';
import { Families } from './families.ts';

import { FellOut } from './fell-out.ts';
import { type JoinCounts, type Joined, joinCountsKey, joinedPrefix, samplesKey } from './joined.ts';
import { decideWith, repliesIn, replyOf } from './late.ts';
import { mergeRuns, pieceBytesFor } from './merge.ts';
import { SignatureEntries } from './near/signature-entries.ts';
import { topicSketch } from './near/topics.ts';
import type { ObjectStore } from './object-store.ts';
import { RatedRuns } from './preference/rated-runs.ts';
import type { Cut } from './ranges.ts';
import { rankOf } from './rank.ts';
import { SignalCursor } from './signal-cursor.ts';
import { createSink } from './sink.ts';
import { type SortedLine, sliceOf } from './sorted-runs.ts';
import { isHeldOut, splitOf } from './split.ts';
import { Tally } from './tally.ts';
import { Words, writeWords } from './words.ts';

export interface JoinWork {
  /** Decides by the judgements that Curate took. */
  readonly judge: Judge;
  /** Judges replies that a person wrote, as Curate judged the others; asked for when the first one comes. Default: by words. */
  readonly judging?: () => Promise<Judging>;
  readonly store: ObjectStore;
  readonly runId: string;
  readonly window: Window;
  readonly validationShare: number;
  /** How many partitions the plan has. */
  readonly partitions: number;
  readonly cut: Cut;
  readonly range: number;
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

/** An exchange with what became known of it later, or the reasons why it is no candidate. */
type Outcome = { readonly joined: Joined } | { readonly reasons: readonly string[]; readonly sample?: Sample };

/** Applies signals and policy to exchanges, one after the other. */
function createJoiner({ judge, judging, window, validationShare }: JoinWork, all: readonly Counts[]) {
  const { selection, augmentation } = judge.policy;

  const curator = once(async () => {
    const own: Judging = (await judging?.()) ?? { judge };
    // Scores by another model, or by words alone, would stand beside Curate's as if they compared.
    mustBeSame(embedderOf(all) ?? wordsAlone, own.embedder?.name ?? wordsAlone);
    return createCurator(own, window);
  });

  /** With the reply that counts; another reply than the collected one is judged anew. */
  const mended = async (exchange: Exchange, signals: SignalsByKind) => {
    const assistant = replyOf(exchange, signals);
    if (assistant === exchange.assistant) return exchange;
    const judgement = { ...exchange.judgement, policy: 'none: this reply was not judged' };
    const curate = await curator();
    const [judged] = await curate([{ ...exchange, assistant, judgement }]);
    return judged ?? exchange;
  };

  return async (exchange: Exchange, signals: SignalsByKind): Promise<Outcome> => {
    if (isWithdrawn(exchange.version, signals)) return { reasons: ['consent_withdrawn'] };
    const final = signals.edit || signals.review ? await mended(exchange, signals) : exchange;
    if ('reasons' in final) return final;
    const decision = decideWith(judge.decide, final, signals);
    const curated = decided(final, decision);
    if ('reasons' in curated) return { reasons: curated.reasons, sample: sampleOf(final, decision.tier, curated) };
    const tier = curated.tier === 'gold' ? 'gold' : 'accepted';
    if (!selection.tiers.includes(tier)) return { reasons: [`tier_${tier}`] };
    const split = splitOf(final.pseudonym, validationShare);
    const source = final.source ?? 'app';
    if (source === 'augmentation') {
      if (!augmentation.enabled) return { reasons: ['augmentation_off'] };
      if (split !== 'train') return { reasons: ['variant_outside_train'] };
    }
    const { schema: _, ...facts } = final;
    const original = final.assistant === exchange.assistant ? {} : { original: exchange.assistant };
    const rating = signals.rating === undefined ? {} : { rating: signals.rating.value };
    const { text, quality_score } = curated;
    const category = categoryOf(final, selection);
    return { joined: { ...facts, text, tier, quality_score, split, category, source, ...rating, ...original } };
  };
}

/**
 * Joins the exchanges of one range of ids with all that was said of them, in any shard: of the lines of an exchange
 * the one with the highest version counts, of its signals of one kind likewise. Writes a line for each that may
 * become an example, in the order of the ids, with the numbers by which Select chooses and the signature by which
 * Match compares. Memory: a piece of each run, and some 220 bytes an exchange.
 *
 * @throws PartitionMissing, PolicyChanged; RetryableError when the store does not answer
 */
export async function joinRange(work: JoinWork): Promise<JoinCounts> {
  const { store, judge, runId, range, cut } = work;
  const all = await readCounts({ ...work, policy: judge.policy });
  const exchanges = all.flatMap(({ runs }) => runs.map((run) => sliceOf(run, range)));
  const said = all.flatMap(({ signalRuns }) => signalRuns.map((run) => sliceOf(run, range)));
  const pieceBytes = pieceBytesFor(exchanges.length + said.length);
  const prefix = joinedPrefix(runId, range);
  const linesKey = `${prefix}.jsonl`;
  const sink = createSink(store.writer(linesKey, 'application/jsonl'));
  const [columns, signatures, fellOut] = [new ColumnWriter(), new SignatureEntries(range), new FellOut()];
  const [applied, samples, join] = [new Tally(), new Samples(), createJoiner(work, all)];
  const [families, variants] = [new Families(), { seen: 0, rejected: new Tally() }];
  const topics = judge.policy.selection.targetSize === null ? undefined : new Words();
  let [count, candidates, clockBackwards] = [0, 0, 0];

  const drop = ({ id, source }: Pick<Exchange, 'id' | 'source'>, reasons: readonly string[]) => {
    fellOut.add(id, reasons);
    if (source === 'augmentation') for (const reason of reasons) variants.rejected.add(reason);
  };

  const take = async (exchange: Exchange, signals: SignalsByKind) => {
    for (const kind of Object.keys(signals)) applied.add(kind);
    const outcome = await join(exchange, signals);
    if ('reasons' in outcome) {
      if (outcome.sample) samples.offer(outcome.sample);
      return drop(exchange, outcome.reasons);
    }
    const { joined } = outcome;
    families.add(joined);
    const rank = rankOf(joined, judge.policy.selection);
    columns.add({ ...joined, rank });
    signatures.add(lastWords(joined), { heldOut: joined.split === 'holdout', index: candidates++, rank });
    topics?.addAll(topicSketch(joined.user));
    const full = sink.add(JSON.stringify(joined));
    if (full !== undefined) await full;
  };

  // Nobody is compared with anybody where nothing was said of any reply.
  const rated = all.some(({ signalRuns }) => signalRuns.length > 0) ? new RatedRuns(store, prefix, judge) : undefined;

  try {
    const cursor = new SignalCursor(mergeRuns(store, said, pieceBytes));
    let first: SortedLine | undefined;
    for await (const line of mergeRuns(store, exchanges, pieceBytes)) {
      if (first?.id === line.id) {
        const why = needless(first, line);
        fellOut.count(why);
        if (why === 'superseded' && isNewer(line, first)) clockBackwards++;
        continue;
      }
      first = line;
      count++;
      const judged = judgedSchema.parse(JSON.parse(line.line));
      const signals = await cursor.of(line.id);
      if (judged.source === 'augmentation') variants.seen++;
      if ('reasons' in judged) drop(judged, judged.reasons);
      else {
        // Also replies that a later edit replaced: an earlier dataset may have held them out.
        const replies = isHeldOut(judged.pseudonym) ? repliesIn(signals) : [];
        for (const assistant of replies) signatures.hold(lastWords({ ...judged, assistant }));
        const latest = latestSignals(signals);
        await rated?.add(judged, latest);
        await take(judged, latest);
      }
    }
    applied.add('orphan', await cursor.rest());
    const { bytes } = await sink.close();
    const counts: JoinCounts = {
      range,
      policy: policyId(judge.policy),
      candidates,
      exchanges: count,
      dropped: fellOut.dropped,
      clockBackwards,
      rejected: fellOut.reasons.all(),
      samples: fellOut.samples(),
      signals: applied.all(),
      lines: { key: linesKey, start: 0, end: bytes },
      columns: await writeWords(store, `${prefix}.columns`, [columns.words.all]),
      same: await writeWords(store, `${prefix}.same`, [signatures.same.all]),
      entries: await signatures.entries.write(store, `${prefix}.entries`, cut.buckets),
      topics: topics === undefined ? null : await writeWords(store, `${prefix}.topics`, [topics.all]),
      ids: await writeWords(store, `${prefix}.ids`, [families.ids.all]),
      variants: await writeWords(store, `${prefix}.variants`, [families.variants.all]),
      augmentation: { seen: variants.seen, rejected: variants.rejected.all() },
      rated: (await rated?.close()) ?? { runs: [], unused: {} },
    };
    await store.put(samplesKey(runId, range), samples.lines(), 'application/jsonl');
    await store.put(joinCountsKey(runId, range), JSON.stringify(counts), 'application/json');
    return counts;
  } catch (error) {
    await sink.abort();
    throw error;
  }
}
