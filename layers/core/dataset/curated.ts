import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Dialogue, type Exchange, exchangeSchema } from '../conversation/exchange.ts';
import type { Judge } from '../quality/judge.ts';
import { tiers } from '../quality/judgement.ts';
import { policyId } from '../quality/policy.ts';
import { chatMessages } from './chat-line.ts';
import { specialTokenIn } from './special-token.ts';

const identity = exchangeSchema.pick({ id: true, version: true });

/**
 * What Curate hands to Assemble about one line of a shard. A dropped exchange is handed on too, without its text:
 * it must beat an older version of itself that was kept.
 */
export const curatedSchema = z.union([
  identity.extend({ reasons: z.array(z.string()).readonly() }),
  identity.extend({
    ...exchangeSchema.pick({ pseudonym: true, name: true, user: true, assistant: true, context: true }).shape,
    /** See `textKey`. */
    text: z.string(),
    tier: z.enum(tiers),
    /** The judge's overall score, 0..1. */
    quality_score: z.number(),
  }),
]);
export type Curated = Readonly<z.infer<typeof curatedSchema>>;
export type Kept = Exclude<Curated, { reasons: readonly string[] }>;

/**
 * Tells exchanges of the same text, whoever wrote them: 16 hex digits. Case, white space and the user's name do not
 * count. Two exchanges whose training lines are the same have the same key.
 */
export function textKey(dialogue: Dialogue): string {
  const { user, assistant, context } = dialogue;
  const hash = createHash('sha256');
  for (const { role, content } of chatMessages('', { user, assistant, context })) {
    hash.update(`${role}\0${content.toLowerCase().replaceAll(/\s+/g, ' ').trim()}\0`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** Every token is at least one byte, so that a line of fewer bytes is below the trainer's limit of tokens. */
const longestText = 60_000;

/** Why an exchange cannot be a training line, whatever the policy. */
function unfit({ user, assistant, context }: Dialogue): string[] {
  const texts = [user, assistant, ...context.map((turn) => turn.text)];
  const length = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return [
    ...(user.trim() === '' || assistant.trim() === '' ? ['empty_text'] : []),
    ...(length > longestText ? ['too_long'] : []),
    ...(texts.some((text) => specialTokenIn(text) !== undefined) ? ['special_token'] : []),
  ];
}

/** Which exchanges take part: those written from `since` on and before `until` (ISO 8601). */
export interface Window {
  readonly since: string;
  readonly until: string;
}

/** Decides on exchanges by a policy. A judgement by another policy is taken anew, from the text. */
export function createCurator(judge: Judge, { since, until }: Window): (exchange: Exchange) => Curated {
  const current = policyId(judge.policy);
  const [from, before] = [Date.parse(since), Date.parse(until)];
  return (exchange) => {
    const { id, version, pseudonym, name, user, assistant, context } = exchange;
    const written = Date.parse(exchange.createdAt);
    if (written < from || written >= before) return { id, version, reasons: ['outside_window'] };
    const reasons = unfit(exchange);
    if (reasons.length > 0) return { id, version, reasons };
    const judgement = exchange.judgement.policy === current ? exchange.judgement : judge.judge(exchange);
    const decision = judge.decide(judgement);
    if (decision.tier !== 'gold' && decision.tier !== 'accepted') {
      const why = decision.reasons.length > 0 ? decision.reasons : [decision.tier];
      return { id, version, reasons: [...new Set(why)].sort() };
    }
    return {
      id,
      version,
      pseudonym,
      ...(name === undefined ? {} : { name }),
      user,
      assistant,
      context: context.map(({ sender, text }) => ({ sender, text })),
      text: textKey(exchange),
      tier: decision.tier,
      quality_score: judgement.scores.overall,
    };
  };
}
