import * as z from 'zod';
import { safetyCategories } from '../judgement.ts';

const name = z.string().regex(/^[a-z][a-z0-9_]*$/);
const patterns = z.array(z.string().min(1)).min(1).readonly();

/** Rules that report a category, or a `sign`: something that counts only beside another sign. */
const sectionSchema = z.strictObject({
  reports: z.union([z.strictObject({ category: z.enum(safetyCategories) }), z.strictObject({ sign: name })]),
  /** Whose turns the rules read; both when absent. */
  speaker: z.enum(['user', 'ai']).optional(),
  /** Names of excuses that can clear a hit of these rules. */
  excusedBy: z.array(name).readonly(),
  rules: z.record(name, patterns),
});
export type SafetySection = Readonly<z.infer<typeof sectionSchema>>;

/** Log-odds of harm: above `hold` a turn is held that no rule reports; below `believed` patterns that erred often do not count. */
const limitsSchema = z.strictObject({ hold: z.number(), believed: z.number() });

/** With meaning: above `urgent` a turn is held already if it is most like one of the `urgent` categories. */
const meaningLimitsSchema = z.strictObject({ hold: z.number(), urgent: z.number().optional() });

/**
 * What the safety screen knows, as data. The pattern language is described in docs/safety.md.
 * Unknown keys are refused: a misspelt rule must not pass as none.
 */
export const safetyLexiconSchema = z.strictObject({
  characters: z.strictObject({
    /** Characters that look like other ones, beyond what Unicode's compatibility forms say. */
    lookalikes: z.record(z.string().min(1), z.string()),
    /** What a digit or symbol inside a word may stand for; `?` is any letter. */
    stand_ins: z.record(z.string().length(1), z.string().min(1)),
    /** Words of which too few letters are left to tell what they are: f***. */
    masks: z.record(z.string().regex(/^[a-z]\S+$/), z.string().regex(/^[a-z]+$/)),
    /** How chats write common words, and those words: what is a word of its own may be either. */
    short_for: z.record(z.string().regex(/^[a-z0-9]+$/), z.string().regex(/^[a-z]+$/)),
  }),
  /** Words, or two in a row, that open a clause where no comma stands before them: `$` holds before them. */
  clause_openers: z.array(z.string().regex(/^[a-z]+( [a-z]+)?$/)).readonly(),
  /** Words that are themselves and no disguise of another. */
  known_words: z.array(z.string()).readonly(),
  /** Words too frequent to start a search at, if another will do; `everywhere_words` more so. */
  frequent_words: z.array(z.string()).readonly(),
  everywhere_words: z.array(z.string()).readonly(),
  concepts: z.record(name, z.array(z.string().min(1)).readonly()),
  sections: z.array(sectionSchema).readonly(),
  /**
   * What clears a hit. `touching`: the excuse and the hit share a word;
   * `before`: they do, and the excuse begins first (a warning against what follows);
   * `clause`, `sentence`: the excuse stands anywhere in the clause or the sentence of the hit. With `below` it counts
   * only in a turn whose words weigh less than so many log-odds of harm, and never where nothing was learned.
   */
  excuses: z.record(
    name,
    z.strictObject({
      scope: z.enum(['touching', 'before', 'clause', 'sentence']),
      below: z.number().optional(),
      patterns,
    }),
  ),
  /**
   * A person's turn with one of `asked` (whatever was asked when there is none), answered by a turn with one of
   * `answered`, signs or categories, and none of `unless`.
   */
  exchanges: z
    .array(
      z.strictObject({
        name,
        category: z.enum(safetyCategories),
        asked: z.array(name).readonly(),
        answered: z.array(name).readonly(),
        unless: z.array(name).readonly(),
      }),
    )
    .readonly(),
  /** A category that holds when all of `signs` and one of `categories` are seen anywhere in the dialogue. */
  together: z
    .array(
      z.strictObject({
        name,
        category: z.enum(safetyCategories),
        signs: z.array(name).readonly(),
        categories: z.array(z.enum(safetyCategories)).readonly(),
      }),
    )
    .readonly(),
  /** What follows from what was learned (learned.bin): from words alone, and from words and meaning. */
  learned: z.strictObject({
    words: z.strictObject({ user: limitsSchema, ai: limitsSchema }),
    meaning: z.strictObject({ user: meaningLimitsSchema, ai: meaningLimitsSchema }),
    /** Whose patterns may be doubted. */
    doubts: z.array(z.enum(safetyCategories)).readonly(),
  }),
});
export type SafetyLexicon = Readonly<z.infer<typeof safetyLexiconSchema>>;
