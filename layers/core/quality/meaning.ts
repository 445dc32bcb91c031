import * as z from 'zod';
import type { Dialogue } from '../conversation/exchange.ts';
import { asItIs, type CosineScale } from './cosine-scale.ts';
import { cosine, type Embedder } from './embedder.ts';
import type { Evidence, Judgement } from './judgement.ts';
import { domainTags } from './scores/domain.ts';

/** How many turns before the user's are read for their meaning, with the user's turn itself: the last four. */
const turnsBefore = 3;

/** The closeness in meaning of a reply to what it answers, each -1..1. */
export interface Closeness {
  /** To the user's turn. */
  readonly user: number;
  /** To the user's turn and the turns before it, as one text, newest first. */
  readonly context: number;
  /** Of the reply to the usual messages that are nearest to it, and of the user's turn to the usual replies. */
  readonly usualMessage: number;
  readonly usualReply: number;
}

/**
 * What people usually write and are answered, as vectors, the commonplace taken out. A reply that is as near to some of
 * these messages as to the one that it answers is near to everything of its kind.
 */
export interface Usual {
  readonly messages: readonly Float32Array[];
  readonly replies: readonly Float32Array[];
}
/** Nothing is usual: the closeness to it is 0. */
export const nothingUsual: Usual = { messages: [], replies: [] };

/** The file of what is usual: `lexicons/usual.json`. */
export const usualSchema = z.strictObject({
  description: z.string(),
  classes: z.strictObject({
    messages: z.array(z.string().min(1)).min(1).readonly(),
    replies: z.array(z.string().min(1)).min(1).readonly(),
  }),
});

/**
 * The texts whose embeddings the second stage needs, in the order in which it wants them: the reply, the user's
 * turn and, where there are turns before it, the last of them with it: newest first, for a model cuts off the end of
 * what is too long, and that may not be what is answered.
 */
export function textsToEmbed(dialogue: Dialogue): string[] {
  const [user, assistant] = [tidy(dialogue.user), tidy(dialogue.assistant)];
  const before = dialogue.context.slice(-turnsBefore).map(({ text }) => tidy(text));
  return before.length === 0 ? [assistant, user] : [assistant, user, [user, ...before.reverse()].join('\n')];
}

/** White space says nothing, and a model that reads so many characters of a text would read it instead of the text. */
const tidy = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** One example may share a word by chance; of so many the closeness is averaged. */
const nearestExamples = 3;

/** How close a text is to examples: the mean cosine of the nearest of them, -1..1; 0 where there are none. */
function closenessToNearest(vector: Float32Array, examples: readonly Float32Array[], scale: CosineScale): number {
  const nearest = examples
    .map((one) => scale(cosine(vector, one)))
    .sort((a, b) => b - a)
    .slice(0, nearestExamples);
  return nearest.reduce((sum, each) => sum + each, 0) / Math.max(1, nearest.length);
}

/**
 * @param vectors the embeddings of `textsToEmbed`, as unit vectors in its order
 * @param scale where the model's cosines lie on the scale of the policy's weights
 * @param usual what is usual in such talks; nothing when left out
 */
export function closenessOf(vectors: readonly Float32Array[], scale = asItIs, usual = nothingUsual): Closeness {
  const [reply, user, context = user] = vectors;
  if (!reply || !user || !context)
    throw new TypeError("closeness needs the vectors of the reply and of the user's turn");
  return {
    user: scale(cosine(reply, user)),
    context: scale(cosine(reply, context)),
    usualMessage: closenessToNearest(reply, usual.messages, scale),
    usualReply: closenessToNearest(user, usual.replies, scale),
  };
}

/** A turn, with those before it, of so many words is believed half. */
const wordsHalfBelieved = 3;

/**
 * How far the closeness of a reply to so many words is believed, 0..1: of one word too little is known to say what it is
 * near to. The credibility n / (n + k) of Bühlmann (1967), by which an estimate is drawn towards what is so in general.
 */
export const credibility = (words: number): number => words / (words + wordsHalfBelieved);

/** Example sentences of every domain tag. A misspelt tag is refused, and so is one that is left out or has none. */
export const prototypesSchema = z.strictObject({
  description: z.string(),
  classes: z.record(z.enum(domainTags), z.array(z.string().min(1)).min(1).readonly()),
});

/** The meaning of each domain tag, as the vectors of its example sentences. */
export type Prototypes = ReadonlyMap<string, readonly Float32Array[]>;

/**
 * The tags that a text is nearest to: those whose examples are at least as close as `atLeast`, -1..1, and no further
 * than `within` behind the nearest. What people of a field write is near to its other tags too.
 */
export function tagsNear(
  vector: Float32Array,
  prototypes: Prototypes,
  { atLeast, within, scale = asItIs }: { atLeast: number; within: number; scale?: CosineScale },
): string[] {
  const tags = [...prototypes].map(([tag, examples]) => ({ tag, close: closenessToNearest(vector, examples, scale) }));
  const needed = Math.max(atLeast, Math.max(...tags.map(({ close }) => close)) - within);
  return tags.flatMap(({ tag, close }) => (close >= needed ? [tag] : []));
}

/** Embeds the example sentences of all tags in one call; once per process. */
export async function embedPrototypes(
  examples: Readonly<Record<string, readonly string[]>>,
  embedder: Embedder,
): Promise<Prototypes> {
  const vectors = await embedder.embed(Object.values(examples).flat());
  const prototypes = new Map<string, readonly Float32Array[]>();
  let from = 0;
  for (const [tag, { length }] of Object.entries(examples)) {
    prototypes.set(tag, vectors.slice(from, from + length));
    from += length;
  }
  return prototypes;
}

/** The vectors of the texts of some exchanges, see `textsToEmbed`: all texts embedded in one call. */
export async function embedAll(embedder: Embedder, dialogues: readonly Dialogue[]): Promise<readonly Float32Array[][]> {
  const texts = dialogues.map(textsToEmbed);
  const vectors = await embedder.embed(texts.flat());
  let from = 0;
  return texts.map(({ length }) => {
    from += length;
    return vectors.slice(from - length, from);
  });
}

/** What `judgeAll` needs of a judge. */
interface Judging {
  judge(dialogue: Dialogue, evidence?: Evidence[]): Judgement;
  judgeWithMeaning(dialogue: Dialogue, vectors: readonly Float32Array[], evidence?: Evidence[]): Judgement;
}

/**
 * Judges some exchanges: with their meaning where there is an embedder; by their words elsewhere.
 *
 * @param evidence one list per exchange, filled when given
 */
export async function judgeAll(
  judge: Judging,
  embedder: Embedder | undefined,
  dialogues: readonly Dialogue[],
  evidence?: readonly Evidence[][],
): Promise<Judgement[]> {
  if (!embedder) return dialogues.map((dialogue, at) => judge.judge(dialogue, evidence?.[at]));
  const vectors = await embedAll(embedder, dialogues);
  return dialogues.map((dialogue, at) => judge.judgeWithMeaning(dialogue, vectors[at] ?? [], evidence?.[at]));
}
