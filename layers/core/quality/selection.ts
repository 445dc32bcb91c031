import * as z from 'zod';

/** What an example teaches most, in the order in which this is asked: see category.ts. */
export const categories = ['contextual_awareness', 'domain', 'personality_and_tone', 'conversation_quality'] as const;
export type Category = (typeof categories)[number];

/** Where an example comes from: see `Exchange.source`. */
export const sources = ['app', 'manual', 'augmentation'] as const;
export type Source = (typeof sources)[number];

const share = z.number().min(0).max(1);
const category = z.strictObject({
  /** The largest share of the training examples. */
  share: share.default(1),
  /** The score from which on an example belongs here. */
  from: share.default(0.5),
});

/** What of the exchanges that are good enough a dataset is made of. Anything else is refused by name. */
export const selectionSchema = z.strictObject({
  /** Which may train. Those for review never do: a person must look first. */
  tiers: z
    .array(z.enum(['gold', 'accepted']))
    .min(1, 'it must name "gold", "accepted" or both: of none nothing can be selected')
    .default(['gold', 'accepted']),
  /** What is added to the score `overall` for the order of examples; gold always comes first. */
  rank: z
    .strictObject({
      /** For thumbs up; taken away for thumbs down. */
      feedback: share.default(0.1),
      /** For each year that an example is newer than another. */
      perYear: share.default(0),
    })
    .prefault({}),
  /** One that is not named has no limit. The last one takes what belongs to no other. */
  categories: z
    .strictObject({
      contextual_awareness: category.prefault({}),
      domain: category.prefault({}),
      personality_and_tone: category.prefault({}),
      conversation_quality: category.prefault({}),
    })
    .prefault({}),
  /**
   * The largest share of the training examples from each source. One that is not named has no limit. Variants of
   * examples have one of their own, `augmentation.maxShare`; where both are given the smaller counts.
   */
  sources: z.partialRecord(z.enum(sources), share).default({}),
  /** The most examples to learn of one user, so that nobody can teach the model alone. Null: no limit. */
  perUser: z.int().min(1).nullable().default(null),
  /** The most examples of texts that are nearly the same. */
  perCluster: z.int().min(1).default(1),
  /**
   * Examples of which both the user's turn and the reply are as close in meaning as this are one example in other
   * words: the cosine of an embedder's vectors. Null, or without an embedder: words alone are compared. With
   * MiniLM 0.85 takes nothing of other meaning for a paraphrase: docs/adr/0028.
   */
  paraphraseCosine: z.number().min(0.5).max(1).nullable().default(null),
  /** Below so many training examples the shares above, and `keepBest`, give way: too few teach nothing. */
  minimumSize: z.int().min(0).default(0),
  /** The most training examples. Null: no limit, and nothing gives way to what differs more. */
  targetSize: z.int().min(1).nullable().default(null),
  /** Where there are more than `targetSize`: 0 takes the best, 1 those that differ most from those taken before. */
  diversity: share.default(0.8),
});
export type Selection = Readonly<z.infer<typeof selectionSchema>>;

/** Whether what texts mean is asked for after they were judged: to find paraphrases, or to choose differing ones. */
export const comparesMeanings = ({ paraphraseCosine, targetSize, diversity }: Selection): boolean =>
  paraphraseCosine !== null || choosesByTopic({ targetSize, diversity });

/** Whether examples may be chosen by how much they differ. */
export const choosesByTopic = ({ targetSize, diversity }: Pick<Selection, 'targetSize' | 'diversity'>): boolean =>
  targetSize !== null && diversity > 0;
