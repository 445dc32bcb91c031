import { hash } from 'node:crypto';
import * as z from 'zod';
import { type Dialogue, type Exchange, exchangeSchema } from '../conversation/exchange.ts';
import type { Embedder } from '../quality/embedder.ts';
import type { Judge } from '../quality/judge.ts';
import type { Decision, Judgement } from '../quality/judgement.ts';
import { embedAll } from '../quality/meaning.ts';
import { policyId } from '../quality/policy.ts';
import { comparesMeanings } from '../quality/selection.ts';
import { chatMessages } from './chat-line.ts';
import { meaningText, quantised } from './near/meaning.ts';
import { plainText } from './plain-text.ts';
import { specialTokenIn } from './special-token.ts';
import { isHeldOut } from './split.ts';
import { isSurelyRead } from './tokens.ts';

const identity = exchangeSchema.pick({ id: true, version: true });

const dropped = identity.extend({
  reasons: z.array(z.string()).readonly(),
  source: exchangeSchema.shape.source,
  /** What a held-out user said in it. It takes no part, and nobody may learn it from others either. */
  heldOut: exchangeSchema.pick({ user: true, assistant: true, context: true }).optional(),
});

/**
 * What Curate hands to Join about one line of a shard: the exchange, judged by the run's policy. One that nothing
 * said of it later can bring back goes without its text, but it goes: it must beat an older version of itself. Of a
 * held-out user it goes with its text: other runs held out what this one's dates leave out.
 */
export const judgedSchema = z.union([
  dropped,
  // What its last two turns mean (see near/meaning.ts), where an embedder was asked and somebody wants to know later.
  exchangeSchema.extend({ meaning: z.string().optional() }),
]);
export type Judged = Readonly<z.infer<typeof judgedSchema>>;

/**
 * Tells exchanges of the same text, whoever wrote them: 16 hex digits. Case, white space and the user's name do not
 * count. Two exchanges whose training lines are the same have the same key.
 */
export function textKey({ user, assistant, context }: Dialogue): string {
  const messages = chatMessages('', { user, assistant, context });
  return hash('sha256', messages.map(({ role, content }) => `${role}\0${plainText(content)}\0`).join('')).slice(0, 16);
}

/** What was said by the user and the companion in the end: near-duplicates are looked for in this. */
export function lastWords({ user, assistant, context }: Dialogue): string[] {
  // The last two messages of `chatMessages`, without making the ones before.
  let said = user;
  for (let at = context.length - 1; at >= 0; at--) {
    const turn = context[at];
    if (turn === undefined || turn.text.trim() === '') continue;
    if (turn.sender === 'ai') break;
    said = `${turn.text}\n${said}`;
  }
  return [said, assistant];
}

/** Why an exchange cannot be a training line, whatever the policy. */
function unfit({ user, assistant, context }: Dialogue): string[] {
  const texts = [user, assistant, ...context.map((turn) => turn.text)];
  return [
    ...(user.trim() === '' || assistant.trim() === '' ? ['empty_text'] : []),
    ...(isSurelyRead(texts) ? [] : ['too_long']),
    ...(texts.some((text) => specialTokenIn(text) !== undefined) ? ['special_token'] : []),
  ];
}

/** Which exchanges take part: those written from `since` on and before `until` (ISO 8601). */
export interface Window {
  readonly since: string;
  readonly until: string;
}

/** Who judges: by the words alone, or with meaning too where there is an embedder. */
export interface Judging {
  readonly judge: Judge;
  readonly embedder?: Embedder | undefined;
}

/** What was found of an exchange: its judgement, and what it means as `Judged` has it. */
interface Assessed {
  readonly judgement: Judgement;
  readonly meaning?: string;
}

/**
 * No meaning mends a flag or a language, and what is held for safety stays held, though the second look might take a rule
 * back by meaning: embedding such an exchange would be time for nothing.
 */
const dependsOnScores = ({ tier, reasons }: Decision) =>
  tier === 'accepted' || reasons.every((reason) => reason.startsWith('low_'));

/**
 * Judges some exchanges by a policy, in order, or says why they take no part. A judgement by another policy is taken
 * anew, from the text; so is one that meaning can still change, where there is an embedder.
 */
export function createCurator({ judge, embedder }: Judging, { since, until }: Window) {
  const current = policyId(judge.policy);
  const [from, before] = [Date.parse(since), Date.parse(until)];
  const written = ({ createdAt }: Exchange) => Date.parse(createdAt);
  const keepsMeanings = comparesMeanings(judge.policy.selection);

  const found = async (exchanges: readonly Exchange[]): Promise<Map<Exchange, Assessed>> => {
    // Screened anew, whatever was seen when it was collected: safety rules are mended more often than a policy's version
    // rises, and who wrote before that must be held too. All first: see `Judge.judge`.
    const safety = exchanges.map((each) => judge.screen(each));
    const all = new Map<Exchange, Assessed>(
      exchanges.map((each, at) => {
        const seen = safety[at] ?? [];
        if (each.judgement.policy !== current) return [each, { judgement: judge.judge(each, undefined, seen) }];
        return [each, { judgement: { ...each.judgement, safety: seen } }];
      }),
    );
    if (!embedder) return all;
    const open = exchanges.filter((each) => dependsOnScores(judge.decide(all.get(each)?.judgement ?? each.judgement)));
    for (const [at, vectors] of (await embedAll(embedder, open)).entries()) {
      const exchange = open[at];
      const [reply, user] = vectors;
      if (!exchange || !reply || !user) continue;
      const judgement = judge.judgeWithMeaning(exchange, vectors);
      const meaning = { user: quantised(user), reply: quantised(reply) };
      all.set(exchange, keepsMeanings ? { judgement, meaning: meaningText(meaning) } : { judgement });
    }
    return all;
  };

  return async (exchanges: readonly Exchange[]): Promise<Judged[]> => {
    const reasons = new Map(
      exchanges.map((each) => [each, whyNot(each, written(each) < from || written(each) >= before)]),
    );
    const judgements = await found(exchanges.filter((each) => reasons.get(each)?.length === 0));
    return exchanges.map((exchange) => {
      const judged = judgements.get(exchange);
      // Id and version come first in every line of a work file: see merge.ts.
      const { id, version, ...rest } = exchange;
      return judged
        ? { id, version, ...rest, ...judged }
        : { id, version, reasons: reasons.get(exchange) ?? [], ...sourceOf(exchange), ...heldOutOf(exchange) };
    });
  };
}

/** Variants of examples are counted apart, whatever becomes of them. */
export const sourceOf = ({ source }: Pick<Exchange, 'source'>): Pick<Exchange, 'source'> =>
  source === undefined ? {} : { source };

/** What nobody may learn of an exchange that takes no part. */
export const heldOutOf = ({ pseudonym, user, assistant, context }: Exchange) =>
  isHeldOut(pseudonym) ? { heldOut: { user, assistant, context } } : {};

/** What a held-out user said, whether or not it takes part in this run. */
export function saidHeldOut(judged: Judged): Dialogue | undefined {
  if ('reasons' in judged) return judged.heldOut;
  return isHeldOut(judged.pseudonym) ? judged : undefined;
}

/** Why an exchange takes no part, whatever is in it, and whatever the policy. */
const whyNot = (exchange: Exchange, outsideWindow: boolean): string[] =>
  outsideWindow ? ['outside_window'] : unfit(exchange);
