import type { Turn } from '../conversation/message.ts';
import type { Replies } from './conversation-replies.ts';
import { explainGlance, type Glance, glanceAt } from './conversation-turn.ts';
import type { Evidence, SafetyCategory } from './judgement.ts';
import type { Policy } from './policy.ts';
import type { DialogueReading } from './scores/reading.ts';

/** What the policy's `conversationWeights` weigh. */
export const conversationFactors = ['length', 'engagement', 'sentiment', 'followUps', 'themes', 'goals'] as const;
export const picks = ['goal_focused', 'high_engagement', 'pattern_rich', 'positive_feedback'] as const;
export type Pick = (typeof picks)[number];

/** What a whole conversation is worth for training. */
export interface ConversationQuality {
  /** 0..1: the mean of the factors by the policy's `conversationWeights`, of which the policy's `conversationReplies` is taken by poor replies. */
  readonly quality: number;
  /** Whether the quality is above the policy's `conversationCandidateAbove` and nothing was seen for `safety`. */
  readonly candidate: boolean;
  /** Each 0..1. */
  readonly factors: Readonly<Record<(typeof conversationFactors)[number] | 'replies', number>>;
  /** The strategy's four kinds of conversation worth mining, sorted. None where something was seen for `safety`. */
  readonly picks: readonly Pick[];
  /** The categories of harm that the turns touch, whoever said it, sorted. A person should look first. */
  readonly safety: readonly SafetyCategory[];
}

/** Words on both sides that make a conversation long enough, and words of a user's turn that make it engaged. */
const [wordsOfALongTalk, wordsOfAnEngagedTurn] = [320, 14];
/** An answer of so many words takes up a question. */
const wordsOfAnAnswer = 3;
/** A user who complains in this share of the turns is engaged with what is wrong. */
const mostlyComplaints = 0.5;
/** Turns of the user that must speak of a topic to make it a theme, and themes that make a talk rich. */
const [turnsOfATheme, themesOfARichTalk] = [3, 3];

/** Four decimals, as scores have. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4;
const clamp = (x: number): number => Math.max(0, Math.min(1, x));
const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

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
 * The quality is their mean by the policy's weights (the strategy document names the first four: a quarter each), times
 * 1 − s + s × `replies`, where s is the policy's `conversationReplies` and `replies` what the assistant's part is worth, see
 * conversation-replies.ts: however engaged somebody is, cold, repeated or unrelated replies are nothing to learn from.
 *
 * @param safety what the screen said of the turns
 * @param evidence filled when given: what was seen in the turns, `turn` counted from 0; `theme_<topic>` names the
 *   words of a topic that is a theme
 */
export function conversationQuality(
  turns: readonly Turn[],
  reading: DialogueReading,
  replies: Replies,
  policy: Policy,
  safety: readonly SafetyCategory[],
  evidence?: Evidence[],
): ConversationQuality {
  const seen: Evidence[] = [];
  const said = new Set<string>();
  const glances = turns.map((turn, at) => {
    const glance = glanceAt(turn, reading, said);
    if (evidence && !glance.empty) explainGlance(glance, at, reading, seen);
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
  const worth = replies.worth(turns, policy.contextTurns, (turn) => glances[turn]?.empty ?? false, evidence);
  const atStake = policy.conversationReplies;
  const weights = policy.conversationWeights;
  const [sum, total] = conversationFactors.reduce(
    ([sum, total], name) => [sum + factors[name] * weights[name], total + weights[name]],
    [0, 0],
  );
  const quality = total === 0 ? 0 : rounded((sum / total) * (1 - atStake + atStake * worth));
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
      replies: rounded(worth),
    },
    picks: safety.length === 0 ? picks.filter((name) => picked[name]) : [],
    safety,
  };
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
