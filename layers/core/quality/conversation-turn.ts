import type { Turn } from '../conversation/message.ts';
import type { Evidence } from './judgement.ts';
import type { DialogueReading } from './scores/reading.ts';
import type { Seen } from './scores/seen.ts';
import type { Tokens } from './text/tokens.ts';
import { endsSentence, sign } from './text/vocabulary.ts';

/** From this share of a row of keywords on, a turn says nothing; nor does one of so many words that was said before. */
const [wholeSalad, wordsOfACopy] = [0.5, 6];

/** What is counted of one turn. */
export interface Glance {
  readonly sender: Turn['sender'];
  /** Whether it is a row of keywords or a copy: then it has no words, and speaks of nothing. */
  readonly empty: boolean;
  readonly words: number;
  readonly asks: boolean;
  /** What it tells of a mood: good minus low, -2..2. */
  readonly mood: number;
  readonly praises: boolean;
  readonly complains: boolean;
  readonly goals: boolean;
  readonly patterns: boolean;
  readonly topics: readonly number[];
}

/** What a turn says that is a row of keywords or a copy. */
const nothing = {
  empty: true,
  words: 0,
  mood: 0,
  praises: false,
  complains: false,
  goals: false,
  patterns: false,
  topics: [],
} as const;

/** Classes that void what they share a word with: *no thanks* is no praise, *I want to talk to a person* no goal, *you keep asking* no pattern of the user's. */
const voids: Readonly<Record<string, string>> = {
  praises: 'is_no_praise',
  speaks_of_goals: 'is_no_goal',
  speaks_of_patterns: 'is_no_pattern',
};

/** What a conversation is judged by, seen in one turn of the user. */
const told = ['tells_good', 'tells_low', 'praises', 'complains', 'speaks_of_goals', 'speaks_of_patterns'];

/** Counts a turn, which `reading` then holds as its reply. @param said what the turns before said; this one is added */
export function glanceAt(
  { sender, text }: Turn,
  { reply, topics, wording }: DialogueReading,
  said: Set<string>,
): Glance {
  reply.read(text);
  const { seen, tokens, bag } = reply;
  const isCopy = tokens.words >= wordsOfACopy && said.has(text);
  said.add(text);
  if (isCopy || wording.salad(tokens, seen) >= wholeSalad) return { ...nothing, sender, asks: tokens.questions > 0 };
  const count = (name: string) => seen.counts[seen.index(name)] ?? 0;
  const weights = new Float64Array(topics.names.length);
  if (sender === 'user') bag.addTopics(weights);
  return {
    sender,
    empty: false,
    words: tokens.words,
    asks: tokens.questions > 0,
    mood: Math.min(2, count('tells_good')) - Math.min(2, count('tells_low')),
    praises: standing(seen, 'praises').length > 0,
    complains: count('complains') > 0,
    goals: standing(seen, 'speaks_of_goals').length > 0,
    patterns: standing(seen, 'speaks_of_patterns').length > 0,
    topics: [...weights.keys()].filter((topic) => (weights[topic] ?? 0) > 0),
  };
}

/** The places of a class that are not void, in the turn that `seen` holds: in one pass, for those of one class never overlap. */
function standing(seen: Seen, name: string): number[] {
  const own = placesOf(seen, name);
  const by = voids[name];
  if (by === undefined || own.length === 0) return own;
  const others = placesOf(seen, by);
  let next = 0;
  return own.filter((place) => {
    while (next < others.length && (seen.to[others[next] ?? 0] ?? 0) <= (seen.from[place] ?? 0)) next++;
    return next === others.length || (seen.from[others[next] ?? 0] ?? 0) >= (seen.to[place] ?? 0);
  });
}

function placesOf(seen: Seen, name: string): number[] {
  const index = seen.index(name);
  const places: number[] = [];
  for (let at = 0; at < seen.size; at++) if (seen.classes[at] === index) places.push(at);
  return places;
}

/**
 * Adds where the turn that was glanced at last shows what it is judged by.
 *
 * @param turn its number in the conversation, from 0
 */
export function explainGlance(
  { sender }: Glance,
  turn: number,
  { reply, topics }: DialogueReading,
  evidence: Evidence[],
): void {
  const { tokens, bag } = reply;
  const where = sender === 'user' ? 'user' : 'assistant';
  const note = (rule: string, from: number, to: number) =>
    evidence.push({ rule, where, turn, start: tokens.start[from] ?? 0, end: tokens.end[to] ?? 0 });
  if (sender === 'ai') {
    for (const { from, to } of marked(tokens)) note('asks', from, to);
    return;
  }
  const { seen } = reply;
  const stands = new Set(told.flatMap((rule) => standing(seen, rule)));
  for (let at = 0; at < seen.size; at++) {
    if (stands.has(at)) note(seen.name(seen.classes[at] ?? 0), seen.from[at] ?? 0, (seen.to[at] ?? 0) - 1);
  }
  for (let i = 0; i < bag.size; i++) {
    const token = bag.tokens[i] ?? 0;
    for (const topic of topics.of(bag.topics[i] ?? 0)) note(`theme_${topics.names[topic]}`, token, token);
  }
}

/** The sentences that end with a question mark: the places of their first token and of the mark. */
export function marked({ id, count }: Tokens): { readonly from: number; readonly to: number }[] {
  const sentences: { from: number; to: number }[] = [];
  let from = 0;
  for (let to = 0; to < count; to++) {
    if (id[to] === sign.question) sentences.push({ from, to });
    if (endsSentence(id[to] ?? 0)) from = to + 1;
  }
  return sentences;
}
