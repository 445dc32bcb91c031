import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Dialogue, type Exchange, exchangeSchema } from '../../conversation/exchange.ts';
import type { SafetyCategory } from '../../quality/judgement.ts';
import type { SignalsByKind } from '../../signals/signal.ts';
import { chatMessages } from '../chat-line.ts';
import { plainText } from '../plain-text.ts';
import { specialTokenIn } from '../special-token.ts';
import { isHeldOut } from '../split.ts';
import { isSurelyRead } from '../tokens.ts';

const { id, version, pseudonym, name, user, assistant, context, regenerates } = exchangeSchema.shape;

/**
 * A reply that a person said something of: what pairs are made of. A line of a sorted run, so id and version come
 * first. `id` is no exchange's but the prompt's, so that all replies to one prompt come together.
 */
export const ratedSchema = z.object({
  id,
  version,
  exchange: id,
  pseudonym,
  name,
  user,
  assistant,
  context,
  regenerates,
  /** From the user: -1 to 1, never 0. */
  rating: z.number().min(-1).max(1).optional(),
  /** The reply as the user would have it. */
  edit: z.string().optional(),
  review: z.object({ decision: z.enum(['approved', 'rejected']), assistant: z.string().optional() }).optional(),
});
export type Rated = Readonly<z.infer<typeof ratedSchema>>;

/** Why what a person said of a reply is not used. */
export type Unused = 'held_out' | 'safety' | 'language' | 'unfit' | 'review_outdated';

interface RatedRules {
  /** Languages that may train, as in the policy. */
  readonly languages: readonly string[];
  /** Screens a dialogue with a reply that was never judged, because a person wrote it. */
  readonly screen: (dialogue: Dialogue) => readonly SafetyCategory[];
}

type Prompt = Pick<Dialogue, 'user' | 'context'>;

const promptMessages = ({ user, context }: Prompt) =>
  chatMessages('', { user, context, assistant: '' })
    .slice(0, -1)
    .map(({ role, content }) => ({ role, text: plainText(content) }));

/** The same for replies to the same words in the same context, whoever wrote them: 32 hex digits. */
export function promptKey(prompt: Prompt): string {
  const hash = createHash('sha256');
  for (const { role, text } of promptMessages(prompt)) hash.update(`${role}\0${text}\0`);
  return hash.digest('hex').slice(0, 32);
}

/** A prompt without what does not tell questions apart: punctuation too, but where a message has nothing else. */
export const promptWords = (prompt: Prompt): string =>
  promptMessages(prompt)
    .map(({ role, text }) => `${role}\0${text.match(/[\p{L}\p{M}\p{N}]+/gu)?.join(' ') ?? text}\0`)
    .join('');

const isFit = (texts: readonly string[]): boolean =>
  texts.every((text) => text.trim() !== '' && specialTokenIn(text) === undefined) && isSurelyRead(texts);

/** Whether anything that was said may prefer one reply to another. A rating of 0, or an edit without text, was taken back. */
export const prefers = ({ rating, edit, review }: SignalsByKind): boolean =>
  (rating?.value ?? 0) !== 0 || edit?.assistant !== undefined || review !== undefined;

/**
 * What the pairs need of an exchange and what was said of it.
 *
 * @param exchange in its last version, judged by the run's policy
 * @param signals those that count, see `latestSignals`
 * @returns undefined when nobody said anything that prefers one reply to another; a reason when it must not be used
 */
export function ratedOf(exchange: Exchange, signals: SignalsByKind, rules: RatedRules): Rated | Unused | undefined {
  if (!prefers(signals)) return undefined;
  const rating = signals.rating?.value || undefined;
  const { edit, review } = signals;
  if (isHeldOut(exchange.pseudonym)) return 'held_out';
  // Neither the decision nor the words of a reviewer are about a reply that came later.
  if (review !== undefined && review.version < exchange.version) return 'review_outdated';
  const { user, assistant, context, judgement } = exchange;
  if (!rules.languages.includes(judgement.language)) return 'language';

  const written = [edit?.assistant, review?.assistant].filter((text) => text !== undefined);
  const spoken = context.map((turn) => turn.text).filter((text) => text.trim() !== '');
  if (!isFit([user, assistant, ...spoken, ...written])) return 'unfit';

  const hasRead = review?.decision === 'approved' && review.version >= (edit?.version ?? '');
  const cleared: readonly SafetyCategory[] = hasRead ? (review.cleared ?? []) : [];
  const seen = [...judgement.safety, ...written.flatMap((text) => rules.screen({ user, assistant: text, context }))];
  if (seen.some((category) => !cleared.includes(category))) return 'safety';

  return {
    id: promptKey(exchange),
    version: exchange.version,
    exchange: exchange.id,
    pseudonym: exchange.pseudonym,
    ...(exchange.name !== undefined && { name: exchange.name }),
    user,
    assistant,
    context,
    ...(exchange.regenerates !== undefined && { regenerates: exchange.regenerates }),
    ...(rating !== undefined && { rating }),
    ...(edit?.assistant !== undefined && { edit: edit.assistant }),
    ...(review !== undefined && {
      review: { decision: review.decision, ...(review.assistant !== undefined && { assistant: review.assistant }) },
    }),
  };
}
