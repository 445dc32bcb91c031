import type { Evidence, Flag } from '../judgement.ts';
import type { Asking, Question } from './asking.ts';
import type { Features } from './features.ts';
import type { DialogueReading } from './reading.ts';

/** How a reply may miss the mood of the user, and the classes on either side that tell of it. */
const moods = {
  pitied: { user: ['achieves', 'relief', 'tells_good'], assistant: ['sympathy', 'recognition'] },
  pain_cheered: { user: ['tells_low'], assistant: ['cheer'] },
  made_light: { user: ['tells_low'], assistant: ['flippant'] },
  mocked: { user: ['tells_lapse'], assistant: ['bare_praise'] },
} as const;
export const missedMoods = ['pitied', 'pain_cheered', 'made_light', 'mocked'] as const satisfies (keyof typeof moods)[];

/** Flags that only say that the reply holds a class. */
export const classOf = {
  self_disclosure: 'own_story',
  profanity: 'profanity',
  out_of_character: 'other_role',
  uses_domain_knowledge: 'domain_knowledge',
} as const satisfies Partial<Record<Flag, string>>;

/** What a dialogue was read into, to tell where the flags of it come from. */
interface Read {
  readonly reading: DialogueReading;
  readonly features: Features;
  readonly asking: Asking;
  /** Whether what puts somebody down counted as dismissive. */
  readonly puttingDown: boolean;
  /** UTF-16 units of the reply. */
  readonly length: number;
}

/** Adds where the flags that words gave come from, as rules of the flags' names. What is so of all of a reply spans it. */
export function explainFlags(flags: readonly Flag[], read: Read, evidence: Evidence[]): void {
  const { reading, features, asking, puttingDown, length } = read;
  for (const rule of flags) {
    const classes = (names: readonly string[], where: 'user' | 'assistant' = 'assistant') => {
      const { seen, tokens } = where === 'user' ? reading.user : reading.reply;
      for (const name of names) seen.explainClass(seen.index(name), { rule, where, tokens, evidence });
    };
    const questions = (asked: readonly Question[]) => {
      for (const { start, end } of asked.map((question) => asking.within(question, reading.reply.tokens)))
        evidence.push({ rule, where: 'assistant', start, end });
    };
    switch (rule) {
      case 'self_disclosure':
      case 'out_of_character':
      case 'uses_domain_knowledge':
        classes([classOf[rule]]);
        break;
      case 'dismissive':
        classes(['cold', ...(puttingDown ? ['put_down', 'scolding'] : [])]);
        if (features.number('curt') > 0) classes(['shrug', 'cold_if_short']);
        break;
      case 'misses_mood':
        for (const mood of missedMoods) {
          if (features.number(mood) === 0) continue;
          classes(moods[mood].user, 'user');
          classes(moods[mood].assistant);
        }
        break;
      case 'bare_question':
        questions(asking.best ? [asking.best] : []);
        break;
      case 'third_question_in_a_row':
        questions(asking.questions);
        break;
      case 'word_salad':
      case 'echoes_user':
      case 'repeats_itself':
        if (length > 0) evidence.push({ rule, where: 'assistant', start: 0, end: length });
        break;
      default:
      // A class is called as the flag, or the judge's own rules saw it.
    }
  }
}
