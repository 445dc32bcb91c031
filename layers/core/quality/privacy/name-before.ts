import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { cue, shape } from './signs.ts';

/** How a name was met: from its bearer, by one who speaks to its bearer, or about a third. */
export type NameRole = 'self' | 'addressed' | 'other';

export interface Before {
  readonly value: number;
  readonly role: NameRole;
}

const ownIntroduction =
  /^(?:my|mein|mi|mon|meu|mijn|il mio|i go|i'm|i am|call me|callme|calls me|called me|llámame|me llamo|je m'|m'app|moi|appele|ich|nenn|chiamami|me cha|chamo|o meu|ik|noem|mam|nazywam|na imię mi|mów|jag|mitt|jeg|benim|adım|меня|мо)/;
const firstPerson = /^(?:i'?m|i am|ich bin|soy|sou|sono|ik ben|jestem|je suis)/;
const firstPersonWord = /^(?:im|i'm|i|ich|yo|soy|eu|sou|sono|io|ik|jestem|je)(?![\p{L}'])/u;
/** Titles that are usual words too, when in small letters. */
export const doubtfulTitle =
  /^(?:miss|don|major|pan|sister|brother|father|col|fr|judge|president|officer|captain|lady|lord|seu|sri|sig|tia|tio|guru|nurse|sir)$/;
const warmSignOff = /^(?:x+o?x?o?|xoxo|abrazos?|bisous|besos|saludos|lg|groetjes|pozdrawiam|baci|beijos|love|hugs)$/;

/** "I love San Diego": no end of a letter. */
const isLoved = (sentence: Sentence, index: number): boolean =>
  sentence.word(index) === 'love' && !sentence.begins(index) && lover.test(sentence.word(index - 1));
const lover = /^(?:i|we|you|they|to|really|do|also|just|would|i'd|always|still|people|and)$/;

/** A comma, also after a number: "your first 5k, Ana!" */
const vocative = /^(?:[ $€£~#-]{0,2}\d[^,;.!?]{0,7})?,\s{1,2}$/;
const isWas = /^(?:is|was)$/;

/** What the words before a word say for its being a name. */
export function cuesBefore(sentence: Sentence, index: number): Before {
  const before = index - 1;
  const { scan } = sentence;
  const gap = sentence.gap(index);
  let value = 0;
  let role: NameRole = 'other';
  const gain = (weight: number, as: NameRole = 'other') => {
    if (weight > value || (weight === value && as === 'self')) {
      value = weight;
      role = as;
    }
  };
  const blank = gap === ' ';
  const space = blank || /^[ \n]{1,2}$/.test(gap);
  const cues = scan.cues(before);
  if (cues & (cue.introduction | cue.softIntroduction) && gap.length <= 8 && /^[\s:,'"-]*$/.test(gap)) {
    introductions(sentence, index, space, gain);
  }
  const bits = scan.bits(before);
  if (bits & known.honorific && (space || (/^\. {1,2}$/.test(gap) && scan.end(before) - scan.start(before) <= 4))) {
    gain(scan.shape(before) === shape.low && doubtfulTitle.test(sentence.word(before)) ? 5 : 10);
  }
  if (bits & known.role && !scan.possessive(before)) {
    const mine = sentence.has(before - 1, known.possessive) || sentence.has(before - 2, known.possessive);
    if (space) gain(mine ? 7 : 5);
    else if (/^(?:,| -|:|,? ?\() ?$/.test(gap) && (sentence.has(index, known.given) || sentence.closesName(index))) {
      gain(mine ? 5 : 3);
    }
  }
  if (bits & known.greeting && /^,? {1,2}$/.test(gap) && greets(sentence, before)) {
    gain(sentence.closesName(index) ? 9 : 6, 'addressed');
    if (calledSmall(sentence, index)) gain(12, 'addressed');
  }
  if (!blank && vocative.test(gap) && sentence.closesName(index)) {
    // A workout that a man's name is given to too is hardly ever spoken to.
    const woman = sentence.has(index, known.benchmark);
    if (gap.startsWith(',') ? sentence.has(index, known.given) || shortClause(sentence, index) : !woman)
      gain(sentence.has(index, known.given) && !woman ? 5 : 4, 'addressed');
  }
  // "my sister is Oda"
  if (
    blank &&
    sentence.has(before - 1, known.role) &&
    isWas.test(sentence.word(before)) &&
    sentence.closesName(index)
  ) {
    if (sentence.has(before - 2, known.possessive) || sentence.word(before - 2) === 'the') gain(4);
  }
  if (gap === '? ' && sentence.phrase(index, 2) === 'your name') gain(9);
  if (bits & known.label && /^ ?[:=]\s?$/.test(gap) && !sentence.low(index)) gain(9);
  if (bits & known.interjection && space && sentence.begins(before) && sentence.closesName(index)) gain(4, 'addressed');
  if (bits & known.petName && space) gain(sentence.closesName(index) ? 4 : 3);
  if (
    bits & known.givingVerb &&
    space &&
    /^(?:a|an|my|the|his|her|some|this|that|our|one)$/.test(sentence.word(index + 1))
  )
    gain(4);
  if (bits & known.signOff && /^[\s,!.~*-]{1,5}$/.test(gap)) {
    const line = gap.includes('\n');
    if (line || gap.includes(',') || (warmSignOff.test(sentence.word(before)) && !isLoved(sentence, before))) {
      if (sentence.ends(index)) gain(line ? 14 : 10, 'self');
      else if (line) gain(8, 'self');
      else if (space && sentence.word(before) !== 'love' && sentence.closes(index)) gain(6, 'self');
    }
  }
  if (!blank && sentence.initialed(index)) gain(4);
  // "Dani & Lu"
  if (gap === ' & ' && sentence.accepted === before) gain(5);
  // "Sven 24:31, Maja 26:10"
  if (!blank && sentence.accepted === before && /^ \d{1,2}:\d\d,? $/.test(gap)) gain(5);
  if (gap === '/ ' && sentence.word(before) === 'w') gain(4);
  if (!blank && /(?:^|\s)[-~] ?$/.test(gap) && sentence.ends(index)) gain(6, 'self');
  if (space || gap === ', ') verbs(sentence, index, gap, gain);
  return { value, role };
}

/** "hi mbali", "hey mbali, you up?": a strange small word that is greeted, and ends its clause. */
const hello = /^(?:hi|hey|hello|hiya|heya|morning)$/;
/** "gymmies", "guyzz": many, or a word that was drawn out. */
const many = /s$|(.)\1$/u;
const calledSmall = (sentence: Sentence, index: number): boolean =>
  sentence.scan.bits(index) === 0 &&
  sentence.low(index) &&
  sentence.begins(index - 1) &&
  hello.test(sentence.word(index - 1)) &&
  sounds(sentence.word(index)) &&
  !many.test(sentence.word(index)) &&
  !sentence.scan.cues(index) &&
  sentence.closes(index);

type Gain = (weight: number, as?: NameRole) => void;

function introductions(sentence: Sentence, index: number, space: boolean, gain: Gain): void {
  for (let length = 1; length <= 4; length++) {
    const phrase = sentence.phrase(index, length);
    if (phrase === '') return;
    if (sentence.lexicon.introductions.has(phrase)) {
      if (phrase === "name's" && sentence.begins(index - 1)) gain(13, 'self');
      else gain(length > 1 ? 13 : 9, ownIntroduction.test(phrase) ? 'self' : 'other');
    } else if (space && sentence.lexicon.softIntroductions.has(phrase)) {
      const sure = firstPerson.test(phrase) && (sentence.has(index, known.given) || sentence.closesName(index));
      gain(sure ? 5 : 3, firstPersonWord.test(phrase) ? 'self' : 'other');
      if (calling.test(phrase) && sentence.low(index)) gain(callsIn(sentence, index, index - length), 'self');
    }
  }
}

/** How one says who is calling or writing. */
const calling = /^(?:it'?s|this is|it is)$/;
const backAgain = /^(?:again|here|from|speaking|calling|btw)$/;

/**
 * "hey its kwabena again", "this is kwabena": what a small word after such an introduction gains. A given name that is
 * nothing else needs no more than the end of its clause; a strange word a greeting before and "again" after it.
 *
 * @param start the first word of the introduction
 */
function callsIn(sentence: Sentence, index: number, start: number): number {
  const { scan } = sentence;
  if (sentence.has(index, known.notPerson | known.workout | known.role | known.common)) return 0;
  if (!sounds(sentence.word(index))) return 0;
  // "this is min": what is counted.
  if (scan.cues(index) & cue.counted) return 0;
  const greeted = sentence.has(start - 1, known.greeting | known.interjection) && sentence.begins(start - 1);
  if (!greeted && !sentence.begins(start)) return 0;
  const next = index + 1;
  const again = next < scan.count && sentence.gap(next) === ' ' && backAgain.test(sentence.word(next));
  // "it's daisy again": a usual word too.
  if (sentence.has(index, known.word)) return again && sentence.has(index, known.given) ? 9 : 0;
  if (sentence.has(index, known.given)) return again || sentence.closes(index) ? 5 : 0;
  return scan.bits(index) === 0 && greeted && again ? 12 : 0;
}

/** Three letters or more, none of them thrice ("sooo"), with a vowel among them. */
const sounds = (word: string): boolean =>
  word.length >= 3 && /[aeiouy\u00e0-\uffff]/.test(word) && !/(.)\1\1/u.test(word);

function verbs(sentence: Sentence, index: number, gap: string, gain: Gain): void {
  const before = index - 1;
  const bits = sentence.scan.bits(before);
  const word = sentence.word(before);
  if (bits & known.personVerbBefore) gain(5);
  if (sentence.scan.cues(before) & cue.personPhrase && gap !== ', ') {
    for (let length = 1; length <= 3; length++) {
      if (sentence.lexicon.personPhrases.has(sentence.phrase(index, length))) gain(5);
    }
  }
  if (sentence.has(index, known.given) && asking.test(word) && sentence.begins(before)) gain(3);
  if (bits & known.verbBefore) {
    gain(sentence.has(index, known.calendar | known.benchmark) && withOthers.test(word) ? 4 : 2);
  }
  if (gap === ', ') {
    if (sentence.accepted === before) gain(4);
  } else if (word === 'or' && sentence.accepted === before - 1) gain(4);
  // "not Maria, just Mia"
  else if (word === 'just' && sentence.accepted === before - 1) gain(5);
  else if (word === 'and') {
    if (sentence.accepted === before - 1) gain(5);
    else if (/^(?:me|you|him|her|us|i|them)$/.test(sentence.word(before - 1))) {
      const goesOn = sentence.low(index) && sentence.has(index, known.word) && !didSomething(sentence, index);
      gain(goesOn ? 5 : sentence.has(index, known.given) ? 13 : 8);
    }
  }
}

/**
 * "Me and mark went", "me and will skipped leg day": what a person did follows. "I thank you and hope to see you", "who
 * helped you and will be there": the sentence goes on with a usual word.
 */
function didSomething(sentence: Sentence, index: number): boolean {
  const next = index + 1;
  return sentence.has(next, known.verbAfter | known.softVerbAfter) || /ed$/.test(sentence.word(next));
}

/** Is said of people rather than of months and workouts. */
const withOthers = /^(?:with|from|by|if)$/;
const asking = /^(?:did|does|is|was|has|had|can|could|will|would|should|do)$/;

/** "you" greets after thanks, "back" after welcome: alone they do not. */
function greets(sentence: Sentence, index: number): boolean {
  const word = sentence.word(index);
  if (word === 'you') return /^(?:thank|love|miss)$/.test(sentence.word(index - 1));
  if (word === 'back') return sentence.word(index - 1) === 'welcome';
  return true;
}

/** "Sleep well, X": at most six words since the sentence began. */
function shortClause(sentence: Sentence, index: number): boolean {
  for (let at = index - 1; at >= Math.max(0, index - 6); at--) if (sentence.begins(at)) return true;
  return false;
}
