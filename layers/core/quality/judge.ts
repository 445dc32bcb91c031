import type { Dialogue } from '../conversation/exchange.ts';
import type { Turn } from '../conversation/message.ts';
import { type ConversationQuality, conversationQuality } from './conversation-quality.ts';
import { Replies } from './conversation-replies.ts';
import { asItIs, type CosineScale } from './cosine-scale.ts';
import { decideBy } from './decide.ts';
import { type Meanings, without } from './embedder.ts';
import type { Decision, Evidence, Judgement, SafetyCategory, Scores } from './judgement.ts';
import { closenessOf, type Prototypes, tagsNear, type Usual } from './meaning.ts';
import { type Policy, policyId } from './policy.ts';
import { PolicyRules } from './policy-rules.ts';
import { Measure, type Measured } from './scores/measure.ts';
import type { ScoringData } from './scoring.ts';

/** Names why a person must look at an exchange; any turn counts, the context too. */
type Screen = (dialogue: Dialogue, evidence?: Evidence[], meanings?: Meanings) => readonly SafetyCategory[];

/** What a judge is made of; one that sees no harm is asked for by name. */
export interface JudgeParts {
  readonly policy: Policy;
  /** Weights and word lists. */
  readonly scoring: ScoringData;
  /** Examples of each domain, embedded. Default: none, and only words give a tag. */
  readonly prototypes?: Prototypes;
  /**
   * Where the vectors of commonplaces point: it is taken out of every vector, so that two texts are no closer because
   * both are of the kind that everybody writes. Default: nothing is taken out.
   */
  readonly commonplace?: Float32Array;
  /**
   * What is usual in such talks, the commonplace taken out; `nothingUsual` where nothing is. Who judges with meaning must
   * give it where the weights name `usual_message_meaning` or `usual_reply_meaning`: their bias was set with it.
   */
  readonly usual?: Usual;
  /** Of the cosines of vectors, the commonplace taken out. Default: as they are. */
  readonly cosineScale?: CosineScale;
  readonly screen: Screen;
}

/** Measures exchanges, and decides what a policy makes of what was measured. Pure: same in, same out. */
export interface Judge {
  readonly policy: Policy;
  /** Why a person must look at an exchange, sorted: the safety of its judgement. `evidence` is filled when given. */
  screen(dialogue: Dialogue, evidence?: Evidence[]): readonly SafetyCategory[];
  /**
   * The facts of an exchange. `evidence` is filled only when asked for: it costs time.
   *
   * @param safety what `screen` said of it. Whoever has many screens all of them first: screen and scores each have
   *   tables of a megabyte, and taking turns would throw each other's out of the processor's memory. Default: screened here.
   */
  judge(dialogue: Dialogue, evidence?: Evidence[], safety?: readonly SafetyCategory[]): Judgement;
  /**
   * The same with meaning as well as words, for assembly and evaluation; `vectors` are the embeddings of
   * `textsToEmbed(dialogue)`. The relevance, context awareness, domain and overall of the two stages differ: never
   * mix them in one comparison.
   */
  judgeWithMeaning(dialogue: Dialogue, vectors: readonly Float32Array[], evidence?: Evidence[]): Judgement;
  /**
   * What a whole conversation is worth, oldest turn first; `evidence` is filled when given, its turns counted from 0.
   * Nothing is picked of a conversation that the screen sees harm in.
   */
  judgeConversation(turns: readonly Turn[], evidence?: Evidence[]): ConversationQuality;
  /** The tier by the policy's thresholds, with every rule that made it. */
  decide(judgement: Judgement): Decision;
}

/** Sorted and without repeats. */
const asSet = <Value extends string>(values: readonly Value[]): readonly Value[] =>
  values.length < 2 ? values : values.toSorted().filter((value, at, all) => value !== all[at - 1]);

/** Four decimals: what lies behind is noise, and a shard is a third shorter without it. */
const rounded = (score: number): number => Math.round(score * 1e4) / 1e4;
const roundedScores = (scores: Scores): Scores => ({
  empathy: rounded(scores.empathy),
  question: rounded(scores.question),
  relevance: rounded(scores.relevance),
  context_awareness: rounded(scores.context_awareness),
  tone: rounded(scores.tone),
  overall: rounded(scores.overall),
});

export function createJudge(parts: JudgeParts): Judge {
  const { policy, scoring, prototypes = new Map(), commonplace, usual, cosineScale = asItIs } = parts;
  const screen = (dialogue: Dialogue, evidence?: Evidence[], meanings?: Meanings) =>
    asSet(parts.screen(dialogue, evidence, meanings));
  const screenOfAll = (turns: readonly Turn[], evidence?: Evidence[]) => {
    // As context of an exchange that says nothing, each turn counts, and what answers what.
    const saw: Evidence[] | undefined = evidence && [];
    const safety = screen({ context: turns, user: '', assistant: '' }, saw);
    for (const one of saw ?? []) {
      evidence?.push({ ...one, where: turns[one.turn ?? 0]?.sender === 'ai' ? 'assistant' : 'user' });
    }
    return safety;
  };
  const id = policyId(policy);
  const rules = new PolicyRules(policy.rules);
  const measure = new Measure(scoring, policy.rules.questionMarkOnly);
  const replies = new Replies(measure);
  const weighsUsual = Object.values(measure.meaning).some(({ names }) =>
    names.some((name) => name.startsWith('usual_')),
  );
  const judgement = (
    dialogue: Dialogue,
    measured: Measured,
    evidence?: Evidence[],
    safety = screen(dialogue, evidence),
  ): Judgement => {
    const scores = roundedScores(measured.scores);
    const saw = rules.read(dialogue, scores.question, evidence);
    return {
      policy: id,
      scores,
      flags: asSet([...saw, ...measured.flags]),
      safety,
      domain: asSet(measured.domain),
      language: measured.language,
    };
  };
  return {
    policy,
    screen,
    judge: (dialogue, evidence, safety) => judgement(dialogue, measure.read(dialogue, evidence), evidence, safety),
    judgeWithMeaning(dialogue, vectors, evidence) {
      if (weighsUsual && !usual)
        throw new Error('a judge whose weights name what is usual needs "usual" to judge with meaning');
      const apart = commonplace ? vectors.map((vector) => without(commonplace, vector)) : vectors;
      const measured = measure.read(dialogue, evidence, closenessOf(apart, cosineScale, usual));
      const { domainAtLeast, domainBesideAtLeast, domainWithin: within } = scoring.scoring.meaning;
      const near = apart.slice(0, 2).flatMap((vector, at) => {
        // The reply alone, or a tag beside those that words gave, must be the surer.
        const alone = at === 1 && measured.domain.length === 0;
        const atLeast = alone ? domainAtLeast : domainBesideAtLeast;
        const tags = tagsNear(vector, prototypes, { atLeast, within, scale: cosineScale });
        const where = at === 0 ? 'assistant' : 'user';
        // Meaning is that of the whole turn.
        if (dialogue[where].length > 0)
          evidence?.push(...tags.map((rule) => ({ rule, where, start: 0, end: dialogue[where].length }) as const));
        return tags;
      });
      const [assistant, user] = vectors;
      const meanings = assistant && user ? { assistant, user } : undefined;
      const safety = screen(dialogue, evidence, meanings);
      return judgement(dialogue, { ...measured, domain: [...measured.domain, ...near] }, evidence, safety);
    },
    judgeConversation(turns, evidence) {
      return conversationQuality(turns, measure.reading, replies, policy, screenOfAll(turns, evidence), evidence);
    },
    decide: decideBy(policy),
  };
}
