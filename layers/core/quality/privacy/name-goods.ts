import { goods } from './goods.ts';
import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { cue, shape } from './signs.ts';

/** Is a word with a capital part of what is sold, lifted or suffered under a name? */
export const isGoods = (sentence: Sentence, index: number): boolean =>
  sentence.scan.possessive(index)
    ? isMaker(sentence, index) || isIllness(sentence, index)
    : isModel(sentence, index) ||
      isRecipe(sentence, index) ||
      isMost(sentence, index) ||
      isLift(sentence, index) ||
      (sentence.word(index) === 'frank' && sentence.gap(index + 1) === ' ' && spoken.test(sentence.word(index + 1)));
/** "Frank talk helped": how one speaks. */
const spoken = /^(?:talks?|chats?|conversations?|discussions?|advice|feedback|words|answers?|opinion|exchange)$/;

/** "Morton's neuroma", "Sever's disease": after who first told of it. */
const isIllness = (sentence: Sentence, index: number): boolean =>
  sentence.gap(index + 1) === ' ' && illness.test(sentence.word(index + 1));
const illness =
  /^(?:neuroma|disease|syndrome|palsy|cyst|contracture|kyphosis|tenosynovitis|thyroiditis|lymphoma|fracture|toe|esophagus|oesophagus|sarcoma|paralysis|sign|nodes?|phenomenon|deformity|ataxia|chorea|encephalopathy|aphasia|ulcer|hernia|angina|gangrene|tumou?r|triangle|pouch)$/;

/** "Dave's Killer Bread": capitals go on to what is sold. */
function isMaker(sentence: Sentence, index: number): boolean {
  for (let at = index + 1; at <= index + 3 && sentence.gap(at) === ' ' && !sentence.low(at); at++) {
    if (goods.test(sentence.word(at))) return true;
  }
  return false;
}

/** "Kendal Mint Cake": capitals go on over a usual word to what is sold. */
const isRecipe = (sentence: Sentence, index: number): boolean =>
  sentence.scan.shape(index + 1) === shape.capital &&
  sentence.has(index + 1, known.word) &&
  !sentence.has(index + 1, known.given | known.role) &&
  sentence.gap(index + 1) === ' ' &&
  sentence.scan.shape(index + 2) === shape.capital &&
  sentence.gap(index + 2) === ' ' &&
  goods.test(sentence.word(index + 2));

/** "Hoka Clifton", "Garmin Fenix": what a maker calls a thing. People are not named after a watch, but may have one ("my Garmin Sarah gave me"). */
const isModel = (sentence: Sentence, index: number): boolean =>
  (sentence.scan.cues(index - 1) & cue.maker) !== 0 &&
  !sentence.scan.possessive(index - 1) &&
  sentence.gap(index) === ' ' &&
  !sentence.has(index, sentence.has(index - 1, known.given | known.family) ? known.family : 0) &&
  !(sentence.has(index, known.given) && sentence.has(index + 1, known.verbAfter) && sentence.gap(index + 1) === ' ');

/** "Max out on Friday", "Max 10 reps": the most of what is lifted, held or counted. */
const isMost = (sentence: Sentence, index: number): boolean =>
  sentence.word(index) === 'max' &&
  ofMost.test(sentence.scan.lower.slice(sentence.scan.end(index), sentence.scan.end(index) + 24));
const ofMost =
  /^ ?(?:\d|(?:out|outs?|effort|reps?|rep|hr|heart|heartrate|weight|weights|lift|lifts|load|loads|speed|power|sets?|hang|hold|strength|deadlifts?|squats?|bench|press|cleans?|snatch|jerk|distance|watts|wattage|vo2|bpm|pulse|incline|resistance|height|depth|time|cals?|calories|plank|pull-?ups|push-?ups|chin-?ups|dips|sprints?|intervals?|test|tests|testing|attempts?|day|days|week|of \d|for \d|your|level|volume|intensity|capacity|burpees|row|range|pace|grip|jump|jumps|height|carbs|protein|dose|minutes|rounds|unbroken)(?!\p{L}))/u;

/** "Anderson squats from pins", "McKenzie extensions": a lift or an exercise by whose it was. */
const isLift = (sentence: Sentence, index: number): boolean =>
  (sentence.scan.cues(index) & cue.lifter) !== 0 &&
  !sentence.scan.possessive(index) &&
  sentence.gap(index + 1) === ' ' &&
  lift.test(sentence.from(index + 1, 24));
const lift =
  /^(?:(?:front|back|split|floor|bench|incline|deficit|paused?|single|seal|shrug) )?(?:squats|press|presses|rows?|curls?|deadlifts?|lunges?|dips?|raises?|step-?ups?|pull-?downs?|extensions?|exercises?|press-?ups?|flexion|protocol|method|big|big three|crunch(?:es)?|squat|shrugs?|flys?|flies|carry|carries|cleans?|snatch(?:es)?|stretch|machine|test|tests|breathing)(?!\p{L})(?! (?:more|less|better|heavier|every|with me|for fun|like|than|twice|too|a lot))/u;
