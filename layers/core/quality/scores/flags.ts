import type { Evidence, Flag } from '../judgement.ts';
import type { Asking, Question } from './asking.ts';
import { waysOfCare } from './care.ts';
import type { Features } from './features.ts';
import type { NumberName } from './numbers.ts';
import type { DialogueReading } from './reading.ts';
import { comforts, praise } from './unasked.ts';

/** How a reply may miss the mood of the user, and the classes on either side that tell of it. */
const moods = {
  pitied: { user: ['achieves', 'relief', 'tells_good'], assistant: ['sympathy', 'recognition'] },
  pain_cheered: { user: ['tells_low'], assistant: ['cheer'] },
  made_light: { user: ['tells_low'], assistant: ['flippant'] },
  mocked: { user: ['tells_lapse'], assistant: ['bare_praise'] },
} as const;
const missedMoods = ['pitied', 'pain_cheered', 'made_light', 'mocked'] as const satisfies (keyof typeof moods)[];

/** Flags that only say that the reply holds a class. */
const classOf = {
  self_disclosure: 'own_story',
  profanity: 'profanity',
  out_of_character: 'other_role',
  uses_domain_knowledge: 'domain_knowledge',
} as const satisfies Partial<Record<Flag, string>>;

/** The flags that a class of the reply sets, whatever else there is. */
const always = [
  ['self_disclosure', classOf.self_disclosure],
  ['dismissive', 'cold'],
  ['dismissive', 'belittles'],
  ['profanity', classOf.profanity],
  ['out_of_character', classOf.out_of_character],
] as const;
/** What puts somebody down, unless the reply comforts. */
const putsDown = ['put_down', 'scolding'] as const;

/** From here on a reply is all of it a row of keywords, says the user's words again, or misses the mood. */
const mostly = 0.5;
/** Of its words, the share from which on an earlier turn of the assistant said the reply already. */
const saidAlready = 0.8;

/** What a rule says of the dialogue that was read last, and where it sees that. */
export class Flags {
  readonly #reading: DialogueReading;
  readonly #features: Features;
  readonly #asking: Asking;
  readonly #always: readonly (readonly [flag: Flag, index: number])[];
  readonly #putsDown: readonly number[];

  constructor(reading: DialogueReading, features: Features, asking: Asking) {
    const { seen } = reading.reply;
    this.#reading = reading;
    this.#features = features;
    this.#asking = asking;
    this.#always = always.map(([flag, name]) => [flag, seen.uses(name)]);
    this.#putsDown = putsDown.map((name) => seen.uses(name));
  }

  read(knowsDomain: boolean): Flag[] {
    const { reply, asked, repeated } = this.#reading;
    const { best } = this.#asking;
    const number = (name: NumberName) => this.#features.number(name);
    const flags: Flag[] = this.#always.flatMap(([flag, index]) => ((reply.seen.counts[index] ?? 0) > 0 ? [flag] : []));
    if (best?.bare) flags.push('bare_question');
    if (best && asked >= 2) flags.push('third_question_in_a_row');
    if (repeated > saidAlready) flags.push('repeats_itself');
    if (this.#puttingDown() || number('curt') > 0) flags.push('dismissive');
    if (number('salad') >= mostly) flags.push('word_salad');
    if (number('echo') >= mostly) flags.push('echoes_user');
    if (missedMoods.reduce((sum, name) => sum + number(name), 0) >= mostly) flags.push('misses_mood');
    if (number('unheard') > 0) flags.push('misses_feeling');
    if (number('unasked') >= mostly) flags.push('misses_question');
    if (number('cares') > 0) flags.push('cares_for_safety');
    if (knowsDomain) flags.push('uses_domain_knowledge');
    return flags;
  }

  /** Who comforts may say "suck it up" of what others said. */
  #puttingDown(): boolean {
    const { counts } = this.#reading.reply.seen;
    return this.#putsDown.some((index) => (counts[index] ?? 0) > 0) && this.#features.number('empathy') < 0;
  }

  /**
   * Adds where the flags that words gave come from, as rules of the flags' names. What is so of all of a reply spans it.
   *
   * @param length UTF-16 units of the reply
   */
  explain(flags: readonly Flag[], length: number, evidence: Evidence[]): void {
    const [reading, features, asking] = [this.#reading, this.#features, this.#asking];
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
        case 'cares_for_safety':
          classes(waysOfCare);
          break;
        case 'dismissive':
          classes(['cold', 'belittles', ...(this.#puttingDown() ? putsDown : [])]);
          if (features.number('curt') > 0) classes(['shrug', 'cold_if_short']);
          break;
        case 'misses_mood':
          for (const mood of missedMoods) {
            if (features.number(mood) === 0) continue;
            classes(moods[mood].user, 'user');
            classes(moods[mood].assistant);
          }
          break;
        case 'misses_feeling':
          classes(['tells_heart'], 'user');
          break;
        case 'misses_question':
          classes(['wants_answer'], 'user');
          classes([...comforts, ...praise]);
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
}
