import * as z from 'zod';
import type { Dialogue } from '../../conversation/exchange.ts';
import { type SafetyCategory, safetyCategories } from '../judgement.ts';

/** What a service says of a text and one of its own categories. */
export interface Verdict {
  /** In the service's words, such as `self-harm/intent`. */
  readonly category: string;
  /** Probability, 0..1. */
  readonly score: number;
  /** Whether the service itself would act on it. */
  readonly flagged: boolean;
}

/** A service that says how likely a text is harmful: a second opinion, asked when a dataset is assembled. */
export interface Moderator {
  /**
   * @returns for each text, in order, what the service says of it; and the model that answered, for the manifest
   * @throws RetryableError or TerminalError as the service's adapter says: an answer is never made up
   */
  moderate(texts: readonly string[]): Promise<{
    readonly models: readonly string[];
    readonly verdicts: readonly (readonly Verdict[])[];
  }>;
}

/** Where a moderator saw something: the turn, and in a dialogue's context its place from 0. */
const moderationEvidenceSchema = z.object({
  category: z.string(),
  score: z.number(),
  where: z.enum(['user', 'assistant', 'context']),
  turn: z.int().min(0).optional(),
});
export type ModerationEvidence = Readonly<z.infer<typeof moderationEvidenceSchema>>;

/** What a moderator says of a dialogue: categories as ours, sorted, and what each comes from. */
export interface Opinion {
  readonly categories: readonly SafetyCategory[];
  readonly evidence: readonly ModerationEvidence[];
}

export const noOpinion: Opinion = { categories: [], evidence: [] };

/** OpenAI's omni-moderation categories as ours. A category that it may add one day counts as `other_harm`. */
const ours: ReadonlyMap<string, SafetyCategory> = new Map([
  ['harassment', 'other_harm'],
  ['harassment/threatening', 'violence_threat'],
  ['hate', 'hate'],
  ['hate/threatening', 'hate'],
  ['illicit', 'other_harm'],
  ['illicit/violent', 'violence_threat'],
  ['self-harm', 'self_harm'],
  ['self-harm/instructions', 'self_harm'],
  ['self-harm/intent', 'crisis_suicide'],
  ['sexual', 'sexual'],
  ['sexual/minors', 'minors_sexual'],
  ['violence', 'violence_threat'],
  ['violence/graphic', 'violence_threat'],
]);

/** Ours for the service's categories, sorted, without repeats. */
export function categoriesOf(theirs: readonly { readonly category: string }[]): SafetyCategory[] {
  const seen = new Set(theirs.map(({ category }) => ours.get(category) ?? 'other_harm'));
  return [...safetyCategories].sort().filter((category) => seen.has(category));
}

/** The turns of a dialogue, each with where it stands. */
function* turnsOf({ context, user, assistant }: Dialogue) {
  for (const [turn, { text }] of context.entries()) yield { text, where: 'context' as const, turn };
  yield { text: user, where: 'user' as const };
  yield { text: assistant, where: 'assistant' as const };
}

/**
 * Asks a moderator about every turn of every dialogue; a text that comes more than once is asked about once.
 *
 * @param threshold the probability from which on a category counts, 0..1; one that the service flags counts anyway
 * @returns for each dialogue, in order, what the moderator saw in any of its turns
 */
export async function secondOpinions(
  moderator: Moderator,
  dialogues: readonly Dialogue[],
  threshold: number,
): Promise<{ models: readonly string[]; opinions: Opinion[] }> {
  const asked = dialogues.flatMap((dialogue) => [...turnsOf(dialogue)].map(({ text }) => text));
  const texts = [...new Set(asked)].filter((text) => text.trim() !== '');
  const { models, verdicts } = texts.length === 0 ? { models: [], verdicts: [] } : await moderator.moderate(texts);
  const counting = texts.map((text, at): [string, readonly Verdict[]] => [
    text,
    (verdicts[at] ?? []).filter(({ score, flagged }) => flagged || score >= threshold),
  ]);
  const seen = new Map(counting.filter(([, found]) => found.length > 0));
  const opinions = dialogues.map((dialogue) => {
    const evidence = [...turnsOf(dialogue)].flatMap(({ text, ...place }) =>
      (seen.get(text) ?? []).map(({ category, score }) => ({ category, score, ...place })),
    );
    return evidence.length === 0 ? noOpinion : { categories: categoriesOf(evidence), evidence };
  });
  return { models, opinions };
}
