import type { Turn } from '../conversation/message.ts';
import type { Evidence, SafetyCategory } from './judgement.ts';
import type { Policy } from './policy.ts';
import type { DialogueReading } from './scores/reading.ts';
import type { Seen } from './scores/seen.ts';
import type { Tokens } from './text/tokens.ts';
import { sign } from './text/vocabulary.ts';

export const conversationFactors = ['length', 'engagement', 'sentiment', 'followUps', 'themes', 'goals'] as const;
export const picks = ['goal_focused', 'high_engagement', 'pattern_rich', 'positive_feedback'] as const;
export type Pick = (typeof picks)[number];

/** What a whole conversation is worth for training. */
export interface ConversationQuality {
  /** 0..1: the mean of the factors by the policy's `conversationWeights`. */
  readonly quality: number;
  /** Whether the quality is above the policy's `conversationCandidateAbove` and nothing was seen for `safety`. */
  readonly candidate: boolean;
  /** Each 0..1. */
  readonly factors: Readonly<Record<(typeof conversationFactors)[number], number>>;
  /** The strategy's four kinds of conversation worth mining, sorted. None where something was seen for `safety`. */
  readonly picks: readonly Pick[];
  /** The categories of harm that the turns touch, whoever said it, sorted. A person should look first. */
  readonly safety: readonly SafetyCategory[];
}

/** Words on both sides that make a conversation long enough, and words of a user's turn that make it engaged. */
const [wordsOfALongTalk, wordsOfAnEngagedTurn] = [320, 14];
/** An answer of so many words takes up a question. */
const wordsOfAnAnswer = 3;
/** From this share of a row of keywords on, a turn says nothing; nor does one of so many words that was said before. */
const [wholeSalad, wordsOfACopy] = [0.5, 6];
/** A user who complains in this share of the turns is engaged with what is wrong. */
const mostlyComplaints = 0.5;
/** Turns of the user that must speak of a topic to make it a theme, and themes that make a talk rich. */
const [turnsOfATheme, themesOfARichTalk] = [3, 3];

/** Four decimals, as scores have. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
const clamp = (x: number): number => Math.max(0, Math.min(1, x));
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** What is counted of one turn. */
interface Glance {
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

/**
 * Judges a whole conversation by what is in it:
 * - `length`: words of both sides / 320, at most 1;
 * - `engagement`: mean over the user's turns of words / 14, at most 1 each;
 * - `sentiment`: ½ + (mood of the user's second half − mood of the first) / 4, +¼ when the user praises the
 *   companion, −¼ when the user complains of it; a turn's mood is its good words − its low words, −2..2;
 * - `followUps`: of the assistant's questions, the share that the user's next turn answers in 3 words or more; ¼
 *   when it asked none;
 * - `themes`: topics that 3 or more of the user's turns speak of, / 3;
 * - `goals`: share of the user's turns that speak of goals, × 3.
 *
 * A row of keywords, and what was said before word for word, has no words and speaks of nothing. Where half of the user's turns or
 * more complain, the sentiment is 0 and nobody was engaged.
 *
 * What harm was seen in keeps its quality, but is no candidate and picked for nothing: how engaged somebody is who
 * is in danger says nothing of what a model should learn.
 *
 * The quality is their mean by the policy's weights (the strategy document names the first four: a quarter each).
 *
 * @param safety what the screen said of the turns
 * @param evidence filled when given: what was seen in the turns, `turn` counted from 0; `theme_<topic>` names the
 *   words of a topic that is a theme
 */
export function conversationQuality(
  turns: readonly Turn[],
  reading: DialogueReading,
  policy: Policy,
  safety: readonly SafetyCategory[],
  evidence?: Evidence[],
): ConversationQuality {
  const seen: Evidence[] = [];
  const said = new Set<string>();
  const glances = turns.map((turn, at) => {
    const glance = glanceAt(turn, reading, said);
    if (evidence && !glance.empty) explain(glance, at, reading, seen);
    return glance;
  });
  const user = glances.filter(({ sender }) => sender === 'user');
  const themes = themesOf(user, reading.topics.names.length);
  const themed = new Set(themes.map((topic) => `theme_${reading.topics.names[topic]}`));
  // A row as long as a text may be is no list of arguments.
  for (const one of seen) if (!one.rule.startsWith('theme_') || themed.has(one.rule)) evidence?.push(one);
  const praised = user.some(({ praises }) => praises);
  const complaints = user.filter(({ complains }) => complains).length;
  const complained = complaints > 0;
  const unhappy = complained && complaints >= user.length * mostlyComplaints;
  const factors = {
    length: clamp(glances.reduce((sum, { words }) => sum + words, 0) / wordsOfALongTalk),
    engagement: mean(user.map(({ words }) => clamp(words / wordsOfAnEngagedTurn))),
    sentiment:
      user.length === 0 || unhappy
        ? 0
        : clamp(0.5 + movement(user) / 4 + (praised ? 0.25 : 0) - (complained ? 0.25 : 0)),
    followUps: followedUp(glances),
    themes: clamp(themes.length / themesOfARichTalk),
    goals: clamp(mean(user.map(({ goals }) => (goals ? 1 : 0))) * 3),
  };
  const weights = policy.conversationWeights;
  const [sum, total] = conversationFactors.reduce(
    ([sum, total], name) => [sum + factors[name] * weights[name], total + weights[name]],
    [0, 0],
  );
  const quality = total === 0 ? 0 : rounded(sum / total);
  const patterns = user.filter((glance) => glance.patterns).length;
  const picked = {
    goal_focused: user.filter(({ goals }) => goals).length >= 2,
    high_engagement: !unhappy && user.length >= 4 && factors.engagement >= 0.7,
    pattern_rich: themes.length > 0 && patterns >= 2,
    positive_feedback: praised && !complained,
  };
  return {
    quality,
    candidate: safety.length === 0 && quality > policy.conversationCandidateAbove,
    factors: {
      length: rounded(factors.length),
      engagement: rounded(factors.engagement),
      sentiment: rounded(factors.sentiment),
      followUps: rounded(factors.followUps),
      themes: rounded(factors.themes),
      goals: rounded(factors.goals),
    },
    picks: safety.length === 0 ? picks.filter((name) => picked[name]) : [],
    safety,
  };
}

/** @param said what the turns before said; this one is added */
function glanceAt({ sender, text }: Turn, { reply, topics, wording }: DialogueReading, said: Set<string>): Glance {
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

function movement(user: readonly Glance[]): number {
  const middle = Math.ceil(user.length / 2);
  const moods = user.map(({ mood }) => mood);
  return mean(moods.slice(middle)) - mean(moods.slice(0, middle));
}

function followedUp(glances: readonly Glance[]): number {
  const asked = glances.filter(({ sender, asks }) => sender === 'ai' && asks).length;
  if (asked === 0) return 0.25;
  const answered = glances.filter(({ sender, words }, at) => {
    const before = glances[at - 1];
    return sender === 'user' && words >= wordsOfAnAnswer && before?.sender === 'ai' && before.asks;
  });
  return answered.length / asked;
}

/** The topics that are themes. */
function themesOf(user: readonly Glance[], topics: number): number[] {
  const counts = new Int32Array(topics);
  for (const glance of user) for (const topic of glance.topics) counts[topic] = (counts[topic] ?? 0) + 1;
  return [...counts.keys()].filter((topic) => (counts[topic] ?? 0) >= turnsOfATheme);
}

/** Adds where the turn that `reading` holds shows what it is judged by. */
function explain({ sender }: Glance, turn: number, { reply, topics }: DialogueReading, seen: Evidence[]): void {
  const { tokens, bag } = reply;
  const where = sender === 'user' ? 'user' : 'assistant';
  const note = (rule: string, from: number, to: number) =>
    seen.push({ rule, where, turn, start: tokens.start[from] ?? 0, end: tokens.end[to] ?? 0 });
  if (sender === 'ai') {
    for (const { from, to } of marked(tokens)) note('asks', from, to);
    return;
  }
  const { seen: places } = reply;
  const stands = new Set(told.flatMap((rule) => standing(places, rule)));
  for (let at = 0; at < places.size; at++) {
    if (stands.has(at)) note(places.name(places.classes[at] ?? 0), places.from[at] ?? 0, (places.to[at] ?? 0) - 1);
  }
  for (let i = 0; i < bag.size; i++) {
    const token = bag.tokens[i] ?? 0;
    for (const topic of topics.of(bag.topics[i] ?? 0)) note(`theme_${topics.names[topic]}`, token, token);
  }
}

/** The sentences that end with a question mark: the places of their first token and of the mark. */
function marked({ id, count }: Tokens): { readonly from: number; readonly to: number }[] {
  const sentences: { from: number; to: number }[] = [];
  let from = 0;
  for (let to = 0; to < count; to++) {
    if (id[to] === sign.question) sentences.push({ from, to });
    if (id[to] === sign.question || id[to] === sign.exclamation || id[to] === sign.stop) from = to + 1;
  }
  return sentences;
}
