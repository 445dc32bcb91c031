import type { Evidence } from '../judgement.ts';
import type { Closeness } from '../meaning.ts';
import type { Bag } from '../text/bag.ts';
import type { Tokens } from '../text/tokens.ts';
import type { Model } from './linear.ts';
import type { DialogueReading } from './reading.ts';

/** Below this weight a word is too common to say that the reply took it up, or did not. */
const leastWeight = 1.5;

/** A model, and the log-odds of the score that was made of its terms. */
export interface Made {
  readonly model: Model;
  readonly logOdds: number;
}

const placeOf = ({ start, end }: Tokens, token: number) => ({ start: start[token] ?? 0, end: end[token] ?? 0 });

/**
 * Adds the words that the reply has from the user's turn, in both (`word_met`); from earlier turns, in the reply
 * (`word_met_before`); and those of its own that tell what it is about and that nobody said (`word_unmet`).
 */
export function explainWords({ reply, user, before }: DialogueReading, evidence: Evidence[]): void {
  const saidBefore = (stem: number): boolean => before.size > 0 && before.find(stem) >= 0;
  for (let at = 0; at < reply.bag.size; at++) {
    if (reply.bag.weight(at) < leastWeight) continue;
    const stem = reply.bag.stems[at] ?? 0;
    const place = { where: 'assistant', ...placeOf(reply.tokens, reply.bag.tokens[at] ?? 0) } as const;
    const heard = user.bag.find(stem);
    if (heard >= 0) {
      evidence.push({ rule: 'word_met', ...place }, { rule: 'word_met', where: 'user', ...wordOf(user, heard) });
    } else if (saidBefore(stem)) evidence.push({ rule: 'word_met_before', ...place });
    else evidence.push({ rule: 'word_unmet', ...place });
  }
}

const wordOf = ({ tokens, bag }: { tokens: Tokens; bag: Bag }, at: number) => placeOf(tokens, bag.tokens[at] ?? 0);

/** Three decimals: more says nothing. */
const rounded = (value: number): number => Math.round(value * 1e3) / 1e3;

/**
 * Adds what relevance is the sum of, as rules that span the reply: each term with what was measured and what it adds in
 * log-odds, the largest first, and last what a limit or a curve makes of their sum (`limit`).
 *
 * @param stage how the rules begin, before a colon
 * @param length UTF-16 units of the reply
 */
export function explainTerms(stage: string, { model, logOdds }: Made, length: number, evidence: Evidence[]): void {
  if (length === 0) return;
  const whole = { where: 'assistant', start: 0, end: length } as const;
  const add = (name: string, adds: number, value?: number) =>
    evidence.push({
      rule: `${stage}:${name}`,
      ...whole,
      ...(value !== undefined && { value: rounded(value) }),
      logOdds: rounded(adds),
    });
  const terms = model.terms().toSorted((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds));
  for (const { name, value, logOdds: adds } of terms) add(name, adds, value);
  add('bias', model.bias);
  const limit = logOdds - terms.reduce((sum, term) => sum + term.logOdds, model.bias);
  if (Math.abs(limit) > 5e-4) add('limit', limit);
}

/** Adds the cosines as they were measured, on the scale of the policy's weights, -1..1. */
export function explainCosines(closeness: Closeness, length: number, evidence: Evidence[]): void {
  if (length === 0) return;
  const { user, context, usualMessage, usualReply } = closeness;
  const all = {
    to_user: user,
    to_context: context,
    to_usual_messages: usualMessage,
    user_to_usual_replies: usualReply,
  };
  for (const [name, value] of Object.entries(all))
    evidence.push({ rule: `cosine:${name}`, where: 'assistant', start: 0, end: length, value: rounded(value) });
}
