import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { speech } from './name-verbs.ts';

/** "poor pearl fell off her bike": a person's, or what befalls people. */
const befalls =
  /^(?:[\p{L}']+ ){0,4}(?:he|she|him|his|her|himself|herself|sick|ill|injured|hurt|fired|dumped|divorced|covid|flu|crying)(?!\p{L})/u;
/** What people alone do, or what is done to them. */
const human = new RegExp(
  `^(?:${[
    'threw up|stayed (?:home|in|up|behind)|sprained|tore|twisted|fainted|vomited|tripped|slept|woke|skipped|overslept|panicked',
    "missed (?:the|a|another)|had to|has to|couldn't|can't (?:squat|run|sleep|eat|walk|lift|swim|drive|come|make)|never gets",
    'got (?:dropped|left|sick|bullied|teased|lost|scared|rejected|stung|bitten|lapped|benched)',
    '(?:is|was) (?:so |really |still |always )?(?:left|upset|sad|tired|exhausted|heartbroken|devastated|lonely|scared|anxious|in (?:bed|hospital|tears|pain)|off work)',
    '(?:brought|helped|hugged|told|asked|texted) (?:me|us)|works? (?:nights|too|so)|worked (?:nights|late|all)',
  ].join('|')})(?!\\p{L})`,
  'u',
);

/** "the poor pearl lost its shine": a usual word in small letters, of which nothing is said that is of people alone. */
export const isPitiedThing = (sentence: Sentence, index: number): boolean =>
  sentence.low(index) &&
  sentence.has(index, known.word) &&
  !speech.test(sentence.word(index + 1)) &&
  !befalls.test(sentence.from(index + 1, 48)) &&
  !human.test(sentence.from(index + 1, 48));

/** What "poor" or "little" before a word gains: the more, the less the word is anything but a name. */
export function pitied(sentence: Sentence, index: number): number {
  const plain = known.given | known.word | known.notPerson | known.role;
  if (sentence.low(index) && (sentence.scan.bits(index) & plain) === known.given) return 5;
  if (sentence.low(index) && sentence.has(index, known.word)) {
    const rest = sentence.from(index + 1, 48);
    if (human.test(rest)) return 13;
    if (befalls.test(rest)) return 6;
  }
  return sentence.closesName(index) ? 4 : 3;
}
