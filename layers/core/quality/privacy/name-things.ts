import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { speech } from './name-verbs.ts';
import { cue, shape } from './signs.ts';

/** Names of what is hoped for, felt or given: with a capital too they are mostly that, and "keep me going". */
export const abstract =
  /^(?:joy|hope|grace|faith|patience|charity|mercy|harmony|love|honou?r|destiny|liberty|justice|peace|glory|felicity|prudence|unity|bliss|heaven|karma|chance|sky|miracle|sunny|strong|major|best)$/;

/** What is sold, or who sells it. */
const goods =
  /^(?:bread|bagels?|buns?|bars?|cream|cookies|crackers|chips|crisps|pretzels|cereal|granola|oats?|rice|pasta|pizzas?|sauce|soup|sausages?|jerky|burgers?|donuts|doughnuts|pancakes|waffles|syrup|butter|cheese|yogurt|yoghurt|milk|tea|coffee|juice|soda|lemonade|popcorn|chocolate|candy|powder|shakes?|snacks?|mustard|mayo|ketchup|dressing|bees|club|gym|secret|mill|kitchen|original|beer|vodka|whiske?y|rum|bourbon|wine|shoes|sneakers|jeans|deodorant|shampoo|soap|lotion)$/;
/** What begins the name of a town, a mountain or a lake. */
const beginsPlace = /^(?:san|santa|são|saint|st|fort|ft|port|mount|mt|lake|cape|los|las)$/;
/** Where they are towns or lakes though one has seen or met them: "we saw St. Louis". */
const endsPlace =
  /^(?:louis|paul|petersburg|moritz|ives|andrews|tropez|lucia|jose|antonio|juan|angeles|marino|mateo|salvador|sebastian|bernardino|monica|barbara|cruz|clara|ana|rosa|fe|worth|wayne|collins|myers|lauderdale|arthur|charles|placid|louise|george|victoria|superior)$/;
/** People see them, and hardly bear such names. */
const rises = /^(?:mount|mt|cape|los|las)$/;
/** Who is met so is mostly a person. */
const meets = /^(?:met|called|saw)$/;
/** When one is in a town. */
const when =
  /^in (?:(?:early |late |mid-?)?(?:spring|summer|autumn|fall|winter|january|february|march|april|may|june|july|august|september|october|november|december)|the (?:spring|summer|autumn|fall|winter|rain|snow|heat))(?!\p{L})/u;

/** What says that a word with a capital is part of a thing's name, a place's, or one of a list of things. */
export function namesThing(sentence: Sentence, index: number, before: number): number {
  if (before >= 6 || sentence.low(index)) return 0;
  if (sentence.scan.possessive(index)) return isMaker(sentence, index) ? 14 : 0;
  if (isModel(sentence, index) || isMost(sentence, index) || isLift(sentence, index)) return 14;
  if (isInPlace(sentence, index)) return 14;
  if (sentence.has(index, known.notPerson) && isWhen(sentence, index)) return 8;
  if (sentence.has(index, known.word) && abstract.test(sentence.word(index)) && isAbstract(sentence, index)) return 8;
  return (isTested(sentence, index) ? 6 : 0) + (isListed(sentence, index) ? 6 : 0);
}

/** "Dave's Killer Bread": capitals go on to what is sold. */
function isMaker(sentence: Sentence, index: number): boolean {
  for (let at = index + 1; at <= index + 3 && sentence.gap(at) === ' ' && !sentence.low(at); at++) {
    if (goods.test(sentence.word(at))) return true;
  }
  return false;
}

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
  /^ ?(?:\d|(?:out|outs?|effort|reps?|rep|hr|heart|heartrate|weight|weights|lift|lifts|load|loads|speed|power|sets?|hang|hold|strength|deadlifts?|squats?|bench|press|cleans?|snatch|jerk|distance|watts|wattage|vo2|bpm|pulse|incline|resistance|height|depth|time|cals?|calories|plank|pull-?ups|push-?ups|chin-?ups|dips|sprints?|intervals?|test|tests|testing|attempts?|day|days|week|of \d|for \d|level|volume|intensity|capacity|burpees|row|range|pace|grip|jump|jumps|height|carbs|protein|dose|minutes|rounds|unbroken)(?!\p{L}))/u;

/** "Anderson squats from pins", "McKenzie extensions": a lift or an exercise by whose it was. */
const isLift = (sentence: Sentence, index: number): boolean =>
  (sentence.scan.cues(index) & cue.lifter) !== 0 &&
  !sentence.scan.possessive(index) &&
  sentence.gap(index + 1) === ' ' &&
  lift.test(sentence.from(index + 1, 24));
const lift =
  /^(?:(?:front|back|split|floor|bench|incline|deficit|paused?|single|seal|shrug) )?(?:squats|press|presses|rows?|curls?|deadlifts?|lunges?|dips?|raises?|step-?ups?|pull-?downs?|extensions?|exercises?|press-?ups?|flexion|protocol|method|big|big three|crunch(?:es)?|squat|shrugs?|flys?|flies|carry|carries|cleans?|snatch(?:es)?|stretch|machine|test|tests|breathing)(?!\p{L})(?! (?:more|less|better|heavier|every|with me|for fun|like|than|twice|too|a lot))/u;

/** "San Diego", "St. Louis", of which either word is asked; "St. John called me" is a person. */
function isInPlace(sentence: Sentence, index: number): boolean {
  const joins = (at: number) =>
    sentence.scan.shape(at - 1) === shape.capital &&
    sentence.scan.shape(at) === shape.capital &&
    beginsPlace.test(sentence.word(at - 1)) &&
    /^\.? $/.test(sentence.gap(at));
  if (joins(index)) return !isPersonThere(sentence, index);
  // "St" is nobody's name by itself.
  return joins(index + 1) && (sentence.word(index) === 'st' || !isPersonThere(sentence, index + 1));
}

/**
 * Does what stands about two words that could be a place's name say that they are somebody's? No place calls, coaches
 * or has a family name.
 *
 * @param last the second of the two
 */
function isPersonThere(sentence: Sentence, last: number): boolean {
  if (sentence.has(last, known.notPerson)) return false;
  const [before, next] = [last - 2, last + 1];
  const gap = sentence.gap(next);
  const isKnownPlace = endsPlace.test(sentence.word(last));
  if (gap === ' ') {
    // "my sister in St. Louis called"
    if (speech.test(sentence.word(next))) return !sentence.has(before, known.placeBefore);
    if (sentence.has(last, known.given) && isFamilyName(sentence, next)) return true;
  }
  const role = next + 1;
  if (/^(?:, | \(?)$/.test(gap) && sentence.has(next, known.possessive) && sentence.has(role, known.role))
    return sentence.closes(role) && !(sentence.has(before, known.placeBefore) && isKnownPlace);
  if (gap === ' ' && isWas.test(sentence.word(next)) && sentence.has(role, known.possessive))
    return sentence.has(role + 1, known.role);
  if (sentence.gap(last - 1) !== ' ') return false;
  if (sentence.has(before, known.role)) return true;
  const met = meets.test(sentence.word(before)) || sentence.phrase(last - 1, 2) === 'trained with';
  return met && !isKnownPlace && !rises.test(sentence.word(last - 1));
}
const isWas = /^(?:is|was)$/;
const isFamilyName = (sentence: Sentence, index: number): boolean =>
  sentence.scan.shape(index) === shape.capital &&
  sentence.has(index, known.family) &&
  !sentence.has(index, known.word | known.notPerson);

const isWhen = (sentence: Sentence, index: number): boolean =>
  sentence.gap(index + 1) === ' ' && when.test(sentence.from(index + 1, 20));

/** What is hoped for or felt does this; people take, give, bring and come too, so those alone say nothing. */
const fromAfar =
  /^(?:(?:keeps?|kept|gets?|got|makes?|made|brings?|brought) (?:me|us) (?:going|through|strong)|(?:comes?|came|grows?|grew) from within|(?:makes?|made) (?:all )?(?:the|a) (?:\p{L}+ )?difference|(?:makes?|made) (?:me|us) (?:an? )?(?:better|stronger|happier))(?!\p{L})/u;

/** "Faith keeps me going, and Hope is all I have": two of a kind, or what does as they do. */
function isAbstract(sentence: Sentence, index: number): boolean {
  // "Hope and Faith are my sisters"
  for (let at = index + 1; at <= index + near; at++)
    if (sentence.has(at, known.role) && sentence.has(at - 1, known.possessive)) return false;
  const does = sentence.gap(index + 1) === ' ' && actsFromAfar(sentence, index);
  if (does && sentence.begins(index)) return true;
  // "Joy gave Hope my number"
  if (!does && sentence.gap(index + 1) === ' ' && sentence.has(index + 1, known.verbAfter)) return false;
  for (let at = Math.max(0, index - near); at <= index + near; at++) {
    if (at === index || at === sentence.accepted || !abstract.test(sentence.word(at))) continue;
    if (!sentence.has(at + 1, known.verbAfter) || actsFromAfar(sentence, at)) return true;
  }
  return false;
}
const near = 7;
const actsFromAfar = (sentence: Sentence, index: number): boolean => fromAfar.test(sentence.from(index + 1, 36));

/** "Harvard step test": a word between a name and what is named after people. */
const isTested = (sentence: Sentence, index: number): boolean =>
  (sentence.scan.cues(index + 2) & cue.eponym) !== 0 &&
  sentence.low(index + 1) &&
  sentence.low(index + 2) &&
  sentence.gap(index + 1) === ' ' &&
  sentence.gap(index + 2) === ' ' &&
  sentence.has(index + 1, known.word) &&
  !sentence.has(index + 1, known.verbAfter | known.softVerbAfter | known.possessive | known.particle);

/** "Ankle, Adductor, Bicep": strange words, and a usual one that greets nobody, between commas. */
function isListed(sentence: Sentence, index: number): boolean {
  if (sentence.scan.bits(index) !== 0 && !sentence.has(index, known.word)) return false;
  let [plain, many] = [false, 1];
  for (const step of [-1, 1]) {
    for (let at = index + step, gone = 0; gone < most; at += step, gone++) {
      const comma = sentence.gap(step < 0 ? at + 1 : at);
      if (comma === ' ' || at < 0 || at >= sentence.scan.count || sentence.low(at) || !separates.test(comma)) break;
      many++;
      plain ||= isThing(sentence, at);
    }
  }
  return plain && many >= 3;
}
const most = 4;
const separates = /^,? (?:and )?$/;
const isThing = (sentence: Sentence, index: number): boolean =>
  sentence.has(index, known.word) &&
  !sentence.has(index, known.given | known.family | known.greeting | known.interjection | known.role | known.signOff);
