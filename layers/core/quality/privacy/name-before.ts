import { introductions, isCalledSmall } from './name-introduced.ts';
import { known } from './name-lexicon.ts';
import { isPitiedThing, pitied } from './name-pitied.ts';
import type { Before, Gain } from './name-role.ts';
import type { Sentence } from './name-sentence.ts';
import { verbs } from './name-verb-before.ts';
import { cue, shape } from './signs.ts';

/** Titles that are usual words too, when in small letters. */
export const doubtfulTitle =
  /^(?:miss|don|major|pan|sister|brother|father|col|fr|judge|president|officer|captain|lady|lord|seu|sri|sig|tia|tio|guru|nurse|sir)$/;
export const kinTitle =
  /^(?:aunt|auntie|aunty|uncle|grandma|grandpa|granny|grandad|granddad|gramps|nana|tía|tío|tante|onkel|oncle|zia|zio)$/;
const warmSignOff =
  /^(?:x+o?x?o?|xoxo|abrazos?|bisous|besos|saludos|lg|groetjes|pozdrawiam|baci|beijos|love|luv|hugs)$/;

/** "I love San Diego": no end of a letter. */
const isLoved = (sentence: Sentence, index: number): boolean =>
  sentence.word(index) === 'love' && !sentence.begins(index) && lover.test(sentence.word(index - 1));
const lover = /^(?:i|we|you|they|to|really|do|also|just|would|i'd|always|still|people|and)$/;

const hails = /^(?:,|!|\.{2,3}) ?$/;
const isHailed = (sentence: Sentence, index: number): boolean =>
  sentence.has(index, known.given) && sentence.closesName(index);

/** A comma, also after a number: "your first 5k, Ana!" */
const vocative = /^(?:[ $€£~#-]{0,2}\d[^,;.!?]{0,7})?,\s{1,2}$/;
const isWas = /^(?:is|was)$/;

/** What the words before a word say for its being a name. */
export function cuesBefore(sentence: Sentence, index: number): Before {
  const before = index - 1;
  const { scan } = sentence;
  const gap = sentence.gap(index);
  let value = 0;
  let role: Before['role'] = 'other';
  const gain: Gain = (weight, as = 'other') => {
    if (weight > value || (weight === value && as === 'self')) {
      value = weight;
      role = as;
    }
  };
  const blank = gap === ' ';
  const space = blank || /^[ \n]{1,2}$/.test(gap);
  const cues = scan.cues(before);
  if (cues & (cue.introduction | cue.softIntroduction) && gap.length <= 8 && /^[\s:,'"=-]*$/.test(gap)) {
    introductions(sentence, index, space, gain);
  }
  const bits = scan.bits(before);
  if (
    bits & known.honorific &&
    !scan.possessive(before) &&
    (space || (/^\. {1,2}$/.test(gap) && scan.end(before) - scan.start(before) <= 4))
  ) {
    // "my aunt Em", "Grandma Dot": after whose she is, or as children call her, any word with a capital is a name.
    const isKins =
      space &&
      kinTitle.test(sentence.word(before)) &&
      scan.shape(index) === shape.capital &&
      !sentence.flat &&
      !scan.possessive(index);
    const isDoubtful = scan.shape(before) === shape.low && doubtfulTitle.test(sentence.word(before));
    gain(isKins ? 13 : isDoubtful ? 5 : 10);
  }
  if (bits & known.role && !scan.possessive(before)) {
    const mine = sentence.has(before - 1, known.possessive) || sentence.has(before - 2, known.possessive);
    if (space) gain(mine ? 7 : 5);
    else if (/^(?:,| -|:|,? ?\() ?$/.test(gap) && (sentence.has(index, known.given) || sentence.closesName(index))) {
      gain(mine ? 5 : 3);
    }
  }
  // "soțul meu Costel", "suami saya Hendro": whose, behind it.
  if (blank && bits & known.possessive && sentence.has(before - 1, known.role) && !sentence.low(index)) gain(7);
  if (
    bits & known.greeting &&
    (/^,? {1,2}$/.test(gap) || (hails.test(gap) && isHailed(sentence, index))) &&
    greets(sentence, before)
  ) {
    gain(sentence.closesName(index) ? 9 : 6, 'addressed');
    if (isCalledSmall(sentence, index)) gain(12, 'addressed');
  }
  if (!blank && vocative.test(gap) && sentence.closesName(index)) {
    // A workout that a woman's name is given to too is hardly ever spoken to, nor one that follows another.
    const woman =
      sentence.has(index, known.benchmark) ||
      (sentence.has(index, known.workout) && sentence.has(index - 1, known.workout));
    // "Down dog, Om, Sukhasana"
    const isThing = sentence.has(index, known.notPerson) && !sentence.has(index, known.usual);
    const isCalled = gap.startsWith(',') ? sentence.has(index, known.given) || shortClause(sentence, index) : !woman;
    if (isCalled && !isThing) gain(sentence.has(index, known.given) && !woman ? 5 : 4, 'addressed');
  }
  // "the guy called Stretch"
  if (blank && sentence.word(before) === 'called' && sentence.has(before - 1, known.role) && !sentence.low(index))
    gain(sentence.flat ? 5 : 13);
  // "from Kirsten to Kit"
  if (blank && sentence.word(before) === 'to' && sentence.accepted === before - 1) {
    if (sentence.phrase(before - 1, 2) === 'name from') gain(7);
  }
  if (
    blank &&
    sentence.has(before - 1, known.role) &&
    isWas.test(sentence.word(before)) &&
    sentence.closesName(index)
  ) {
    if (sentence.has(before - 2, known.possessive) || sentence.word(before - 2) === 'the') gain(4);
  }
  if (gap === '? ' && sentence.phrase(index, 2) === 'your name') gain(9);
  // "Coach: Good work today": a line of talk, that begins with a usual word.
  const talks = sentence.has(index, known.common) && !sentence.closesName(index);
  if (bits & known.label && /^ ?[:=]\s?$/.test(gap) && !sentence.low(index) && !talks)
    gain(isPair(sentence, index) ? 30 : 9);
  if (blank && praiseEnds.test(sentence.word(before)) && isPraised(sentence, index)) gain(4, 'addressed');
  if (bits & known.interjection && space && sentence.begins(before)) {
    if (sentence.closesName(index) || isSpokenTo(sentence, index)) gain(4, 'addressed');
  }
  if (bits & known.petName && space && !isPitiedThing(sentence, index)) gain(pitied(sentence, index));
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
  if (/^\/ ?$/.test(gap) && sentence.word(before) === 'w') gain(gap === '/' ? 7 : 4);
  // "It's Vic, not Victoria"
  if (blank && sentence.word(before) === 'not' && sentence.accepted === before - 1) gain(5);
  if (!blank && /(?:^|\s)[-~] ?$/.test(gap) && sentence.ends(index)) gain(6, 'self');
  if (space || gap === ', ') verbs(sentence, index, gap, gain);
  return { value, role };
}

/** "NAME: SMITH JOHN": where all is in capitals, two that are names and nothing else stand there. */
const isPair = (sentence: Sentence, index: number): boolean =>
  sentence.flat &&
  sentence.has(index, known.given | known.family) &&
  sentence.has(index + 1, known.given | known.family) &&
  sentence.closesName(index) &&
  !sentence.closes(index);

/** What stands last in praise, before who is praised. */
const praiseEnds =
  /^(?:today|tonight|yesterday|again|there|job|jobs|work|done|effort|session|going|lifting|mate|guys)$/;
const praise =
  /^(?:good|great|nice|well|awesome|amazing|excellent|fantastic|brilliant|super|strong|solid|lovely|huge)$/;
/** "Great job today Lindqvist!": praised by name, without a comma. */
function isPraised(sentence: Sentence, index: number): boolean {
  if (sentence.low(index) || sentence.flat || !sentence.closesName(index)) return false;
  for (let at = index - 2; at >= Math.max(0, index - 6); at--)
    if (sentence.begins(at)) return praise.test(sentence.word(at));
  return false;
}

/** "nah matt im good": a name that is no usual word, and a pronoun after it. */
const isSpokenTo = (sentence: Sentence, index: number): boolean =>
  sentence.has(index, known.usual) &&
  !sentence.has(index, known.word | known.notPerson) &&
  sentence.gap(index + 1) === ' ' &&
  pronoun.test(sentence.word(index + 1));
const pronoun = /^(?:i|im|i'm|ill|i'll|ive|i've|u|you|ur|you're|youre|that's|thats|its|it's)$/;

/** "you" greets after thanks, "back" after welcome: alone they do not. */
function greets(sentence: Sentence, index: number): boolean {
  const word = sentence.word(index);
  if (word === 'you' || word === 'u')
    return /^(?:thank|love|luv|miss)$/.test(sentence.word(index - 1)) || sentence.phrase(index, 2) === 'proud of';
  if (word === 'birthday' || word === 'bday') return sentence.word(index - 1) === 'happy';
  if (word === 'back') return sentence.word(index - 1) === 'welcome';
  return true;
}

/** "Sleep well, X": at most six words since the sentence began. */
function shortClause(sentence: Sentence, index: number): boolean {
  for (let at = index - 1; at >= Math.max(0, index - 6); at--) if (sentence.begins(at)) return true;
  return false;
}
