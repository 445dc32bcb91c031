import * as z from 'zod';
import { exchangeSchema } from '../conversation/exchange.ts';
import { safetyCategories } from '../quality/judgement.ts';

/** Where shards of signals lie; their names are made as those of exchange shards. */
export const signalPrefix = 'signals/v=1/';

const { id: keyedHash, version, createdAt: instant } = exchangeSchema.shape;

const about = {
  /** The form of this line; a reader refuses a form that it does not know. */
  schema: z.literal(1),
  /** The exchange's id. The exchange may be unknown yet, or never come. */
  exchange: keyedHash,
  /** The user of the exchange: erasure goes by it. */
  pseudonym: keyedHash,
  /** As the version of an exchange: of an exchange's signals of one kind the highest counts, then the latest. */
  version,
  /** When it was said: ISO 8601, UTC. */
  at: instant,
};

/**
 * One line of a shard of signals: something that was learned of an exchange after it was collected.
 *
 * - `rating`: what the user thinks of the reply, -1 (bad) to 1 (good); 0 when a rating was taken back.
 * - `edit`: the reply as a person would have it, its personal data removed; without one when it was taken back.
 * - `review`: what a reviewer decided, the reply as the reviewer would have it, and the safety categories cleared.
 * - `consent`: a turn of the exchange, or of its context, lost its consent. It holds for all versions of the exchange
 *   up to its own: without the turn, or once consent is given again, it is collected anew, with a higher version.
 */
export const signalSchema = z.discriminatedUnion('kind', [
  z.object({ ...about, kind: z.literal('rating'), value: z.number().min(-1).max(1) }),
  z.object({ ...about, kind: z.literal('edit'), assistant: z.string().optional() }),
  z.object({
    ...about,
    kind: z.literal('review'),
    decision: z.enum(['approved', 'rejected']),
    assistant: z.string().optional(),
    cleared: z.array(z.enum(safetyCategories)).readonly().optional(),
    /** Keyed hash of the reviewer. */
    reviewer: keyedHash,
  }),
  z.object({ ...about, kind: z.literal('consent'), granted: z.literal(false) }),
]);
export type Signal = Readonly<z.infer<typeof signalSchema>>;
type SignalKind = Signal['kind'];

/** The signals of an exchange that count, by kind. */
export type SignalsByKind = { readonly [Kind in SignalKind]?: Extract<Signal, { kind: Kind }> };

const isRejection = (signal: Signal): boolean => signal.kind === 'review' && signal.decision === 'rejected';

/**
 * Highest version first. Two decisions of a reviewer on one version are usual: what was said later counts, and of one
 * moment the rejection. The smaller text in the end, so that the order of arrival is nothing.
 */
function before(a: Signal, b: Signal): boolean {
  if (a.version !== b.version) return a.version > b.version;
  const [first, second] = [Date.parse(a.at), Date.parse(b.at)];
  if (first !== second) return first > second;
  if (isRejection(a) !== isRejection(b)) return isRejection(a);
  return JSON.stringify(a) < JSON.stringify(b);
}

/** Of the signals of one exchange, in any order, those that count. */
export function latestSignals(signals: Iterable<Signal>): SignalsByKind {
  const latest = new Map<SignalKind, Signal>();
  for (const signal of signals) {
    const known = latest.get(signal.kind);
    if (known === undefined || before(signal, known)) latest.set(signal.kind, signal);
  }
  const byKind: { -readonly [Kind in SignalKind]?: Extract<Signal, { kind: Kind }> } = {};
  for (const signal of latest.values()) Object.assign(byKind, { [signal.kind]: signal });
  return byKind;
}

/** Whether an exchange of this version may no longer train, because consent was withdrawn after it. */
export const isWithdrawn = (version: string, { consent }: SignalsByKind): boolean =>
  consent !== undefined && consent.version >= version;
