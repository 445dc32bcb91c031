import type { Judge } from '../quality/judge.ts';
import type { SafetyCategory } from '../quality/judgement.ts';
import type { Signal } from '../signals/signal.ts';
import type { Dialogue, Exchange } from './exchange.ts';
import { isTakenBack, type LateFact } from './freshness.ts';
import type { Origin, Timeline, Told } from './gathered.ts';
import type { Message } from './message.ts';
import { type Pair, pairAt } from './pairing.ts';
import type { Pseudonyms } from './pseudonym.ts';
import type { Quarantined } from './quarantine.ts';

/** Takes the personal data out of a dialogue; `name` is the stand-in for the user's name, where there is one. */
export type Redact = (
  dialogue: Dialogue,
  standInKey: () => string,
) => { readonly dialogue: Dialogue; readonly name?: string };

export interface LineParts {
  readonly pseudonyms: Pseudonyms;
  readonly redact: Redact;
  readonly judge: Judge;
}

/** What timelines come to. */
export interface Lines {
  readonly exchanges: readonly Exchange[];
  readonly signals: readonly Signal[];
  /** Exchanges that only lacked consent. */
  readonly withoutConsent: number;
  readonly faults: readonly Quarantined[];
}

/**
 * Pairs, redacts and judges what is new in timelines, and says what was learned of older exchanges.
 *
 * @param erased pseudonyms of users of whom nothing is collected any more; files of one's own have none
 */
export function toLines(
  parts: LineParts,
  timelines: readonly Timeline[],
  erased: ReadonlySet<string> = new Set(),
): Lines {
  const unjudged: { readonly exchange: Unjudged; readonly origin: Origin }[] = [];
  const signals: Signal[] = [];
  const faults: Quarantined[] = [];
  let withoutConsent = 0;
  /** One text that a rule stumbles over must not hold up the thousand around it for a day. */
  const carefully = ({ pointer }: Origin, work: () => void) => {
    try {
      work();
    } catch (error) {
      faults.push({ reason: `failed_${error instanceof Error ? error.name : 'unknown'}`, pointer });
    }
  };
  for (const { messages, fresh, takenBack, told } of timelines) {
    for (const [place, origin] of fresh) {
      const pair = pairAt(messages, place, parts.judge.policy.contextTurns);
      if (pair === 'no_consent') withoutConsent++;
      else if (typeof pair !== 'string')
        carefully(origin, () => unjudged.push({ exchange: redactedExchange(parts, pair, origin), origin }));
      const withdrawn = takenBack.get(place);
      if (withdrawn) {
        // Where the exchange may train without the turn, the versions that hold it may not: neither where a rule stumbles
        // over the new one, nor in a dataset of before that somebody makes something of.
        const upTo = typeof pair === 'string' ? withdrawn : { ...withdrawn, version: versionBefore(origin.version) };
        signals.push(...signalAt(parts, messages, place, upTo, { kind: 'consent', granted: false }));
      }
    }
    for (const [place, facts] of told) {
      const pair = pairAt(messages, place, parts.judge.policy.contextTurns);
      for (const each of facts) {
        const { fact, origin } = each;
        if (typeof pair !== 'string') carefully(origin, () => signals.push(learned(parts, pair, each)));
        // Nothing is learned of what may not train. But what was said while it might must not come back with it.
        else if (isTakenBack(fact)) signals.push(...signalAt(parts, messages, place, origin, fact));
      }
    }
  }
  // All are redacted, then all screened, then all judged: each has word lists of megabytes, and taking turns for every
  // exchange would throw each other's out of the processor's memory.
  const screened: {
    readonly exchange: Unjudged;
    readonly origin: Origin;
    readonly safety: readonly SafetyCategory[];
  }[] = [];
  for (const { exchange, origin } of unjudged) {
    carefully(origin, () => screened.push({ exchange, origin, safety: parts.judge.screen(exchange) }));
  }
  const exchanges: Exchange[] = [];
  for (const { exchange, origin, safety } of screened) {
    carefully(origin, () => exchanges.push({ ...exchange, judgement: parts.judge.judge(exchange, undefined, safety) }));
  }
  const known = <Line extends { readonly pseudonym: string }>(lines: readonly Line[]) =>
    lines.filter(({ pseudonym }) => !erased.has(pseudonym));
  return { exchanges: known(exchanges), signals: known(signals), withoutConsent, faults };
}

type Unjudged = Omit<Exchange, 'judgement'>;

/** One exchange as it is stored, but for its judgement. */
function redactedExchange(
  { pseudonyms, redact }: LineParts,
  { asked, reply, dialogue }: Pair,
  origin: Origin,
): Unjudged {
  const pseudonym = pseudonyms.user(asked.userId);
  const redacted = redact(dialogue, () => pseudonyms.standIns(asked.userId));
  const { user, assistant, context } = redacted.dialogue;
  return {
    schema: 1,
    id: pseudonyms.exchange(reply.conversationId, reply.id),
    version: origin.version,
    conversation: pseudonyms.conversation(reply.conversationId),
    pseudonym,
    createdAt: reply.createdAt,
    ...(redacted.name !== undefined && { name: redacted.name }),
    ...(reply.model !== undefined && { model: reply.model }),
    ...(reply.variant !== undefined && { variant: reply.variant }),
    ...(reply.regenerates !== undefined && {
      regenerates: pseudonyms.exchange(reply.conversationId, reply.regenerates),
    }),
    user,
    assistant,
    context,
  };
}

const versionBefore = (version: string) => String(BigInt(version) - 1n).padStart(version.length, '0');

type Said = LateFact | { readonly kind: 'consent'; readonly granted: false };

const signalOf = (
  { pseudonyms }: LineParts,
  { conversationId, id }: Message,
  userId: string,
  { version, at }: Origin,
  said: Said,
): Signal => ({
  schema: 1,
  exchange: pseudonyms.exchange(conversationId, id),
  pseudonym: pseudonyms.user(userId),
  version,
  at,
  ...said,
});

function learned(parts: LineParts, { asked, reply, dialogue }: Pair, { fact, origin }: Told): Signal {
  const { userId } = asked;
  if (fact.kind === 'rating' || fact.assistant === undefined) return signalOf(parts, reply, userId, origin, fact);
  const { assistant } = fact;
  const redacted = parts.redact({ ...dialogue, assistant }, () => parts.pseudonyms.standIns(userId)).dialogue;
  return signalOf(parts, reply, userId, origin, { kind: 'edit', assistant: redacted.assistant });
}

/**
 * Of a reply that need not answer anybody. It may not name its user, a turn near it does; where that is deleted the
 * signal is nobody's, for it must hold all the same.
 */
function signalAt(parts: LineParts, messages: Timeline['messages'], place: number, origin: Origin, said: Said) {
  const reply = messages[place];
  const user = messages.slice(0, place + 1).findLast((message) => message?.userId)?.userId ?? '';
  return reply ? [signalOf(parts, reply, user, origin, said)] : [];
}
