import type { Dialogue } from '../../conversation/exchange.ts';
import { type SafetyCategory, safetyCategories } from '../judgement.ts';

/** A service that says how likely a text is harmful: a second opinion, asked when a dataset is assembled. */
export interface Moderator {
  /** Service and model, for the manifest. */
  readonly name: string;
  /**
   * @returns for each text, in order, the probability (0..1) of each of the service's categories
   * @throws RetryableError or TerminalError as the service's adapter says
   */
  moderate(texts: readonly string[]): Promise<readonly Readonly<Record<string, number>>[]>;
}

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

/** The categories whose probability reaches the threshold, sorted, without repeats. */
export function categoriesOf(scores: Readonly<Record<string, number>>, threshold: number): SafetyCategory[] {
  const seen = new Set(
    Object.entries(scores)
      .filter(([, score]) => score >= threshold)
      .map(([category]) => ours.get(category) ?? 'other_harm'),
  );
  return [...safetyCategories].sort().filter((category) => seen.has(category));
}

/**
 * Asks a moderator about every turn of every dialogue; a text that comes more than once is asked about once.
 *
 * @param threshold the probability from which on a category is reported, 0..1
 * @returns for each dialogue, in order, what the moderator saw in any of its turns
 */
export async function secondOpinions(
  moderator: Moderator,
  dialogues: readonly Dialogue[],
  threshold = 0.5,
): Promise<SafetyCategory[][]> {
  const turnsOf = ({ context, user, assistant }: Dialogue) => [...context.map(({ text }) => text), user, assistant];
  const texts = [...new Set(dialogues.flatMap(turnsOf))].filter((text) => text.trim() !== '');
  const scores = texts.length === 0 ? [] : await moderator.moderate(texts);
  const seen = new Map(texts.map((text, at) => [text, categoriesOf(scores[at] ?? {}, threshold)]));
  return dialogues.map((dialogue) => [...new Set(turnsOf(dialogue).flatMap((text) => seen.get(text) ?? []))].sort());
}
