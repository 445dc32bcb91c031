import type { Exchange } from '../conversation/exchange.ts';
import type { Pseudonyms } from '../conversation/pseudonym.ts';
import type { Conversation } from './conversations.ts';
import { digitsOf, type NotAllowedList } from './lists.ts';
import { notAllowedIn } from './not-allowed.ts';

/** The list of what may not train of a share of the table, conversation after conversation. */
export function createListing(pseudonyms: Pseudonyms) {
  const out: string[] = [];
  const both: string[] = [];
  const yes: string[] = [];
  const no: string[] = [];
  const noMore: string[] = [];
  const unlessAsked: [string, string][] = [];
  /** Of the conversation that came last: items of one id mostly come together. */
  let last = { id: '', may: new Set<string>(), mayNot: new Set<string>() };

  /** @param exchanges that it has now, and that may train */
  function add({ id, standing, says }: Conversation, exchanges: readonly Exchange[]): void {
    if (last.id !== id) last = { id, may: new Set(), mayNot: new Set() };
    const { may, mayNot } = last;
    const conversation = pseudonyms.conversation(id);
    if (says === 'yes') yes.push(conversation);
    if (says === 'no') no.push(conversation);
    if (says === 'no more') noMore.push(conversation);
    const found = notAllowedIn(standing);
    const questions = new Map(exchanges.map((exchange) => [exchange.id, exchange.user]));
    const lost = found.out.map((reply) => pseudonyms.exchange(reply.conversationId, reply.id));
    for (const reply of found.unlessAsked) {
      const exchange = pseudonyms.exchange(reply.conversationId, reply.id);
      const user = questions.get(exchange);
      if (user === undefined) lost.push(exchange);
      else unlessAsked.push([exchange, digitsOf(user)]);
    }
    out.push(...lost);
    for (const exchange of lost) {
      mayNot.add(exchange);
      if (may.has(exchange)) both.push(exchange);
    }
    for (const exchange of questions.keys()) {
      may.add(exchange);
      if (mayNot.has(exchange)) both.push(exchange);
    }
  }

  const list: NotAllowedList = { out, both, yes, no, noMore, unlessAsked };
  return { add, list };
}
