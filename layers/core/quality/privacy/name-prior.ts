import { doubtfulTitle } from './name-before.ts';
import { doesToSpeaker } from './name-deeds.ts';
import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { isDrawnOut, isPlayful } from './playful.ts';
import { shape } from './signs.ts';

const middle = 0;
const first = 1;
const low = 2;

/** Weights by place: with a capital within a sentence, with a capital at its beginning, in small letters. */
type Weights = readonly [middle: number, first: number, low: number];
const weights = {
  usualGiven: [10, 10, 8],
  given: [9, 9, 5],
  usualGivenAndWord: [9, 6, 3],
  givenAndWord: [7, 3, 1],
  givenAndCommonWord: [7, 3, -4],
  family: [9, 4, 2],
  familyAndWord: [3, 1, -6],
  word: [-2, -4, -12],
  unknown: [6, 3, -3],
} as const satisfies Record<string, Weights>;

function kindOf(bits: number): keyof typeof weights {
  const word = (bits & known.word) !== 0;
  if ((bits & known.given) !== 0) {
    if ((bits & known.usual) !== 0) return word ? 'usualGivenAndWord' : 'usualGiven';
    if (!word) return 'given';
    return (bits & known.common) !== 0 ? 'givenAndCommonWord' : 'givenAndWord';
  }
  if ((bits & known.family) !== 0) return word ? 'familyAndWord' : 'family';
  return word ? 'word' : 'unknown';
}

/** What a word weighs by itself: how it is written, and what is known of it. */
export function priorOf(sentence: Sentence, index: number): number {
  const { scan } = sentence;
  const bits =
    sentence.scan.bits(index) ||
    (sentence.genitive(index) || isDrawnOut(sentence.word(index), sentence.lexicon.table) ? known.given : 0);
  const form = sentence.flat ? shape.low : scan.shape(index);
  const place = form === shape.low ? low : sentence.begins(index) && !sentence.initialed(index) ? first : middle;
  const kind = kindHere(sentence, index, bits);
  let value: number = weights[kind][place];
  if (kind === 'unknown' && place === first && isJoined(sentence, index)) value += 3;
  if ((bits & known.calendar) !== 0) value = Math.min(value, 7) - 2;
  if (kind === 'unknown' && place === middle && sentence.isGerman) value -= 3;
  if (form === shape.upper) value -= kind === 'usualGiven' ? 1 : 4;
  if (
    (bits & known.notPerson) !== 0 &&
    !((bits & known.calendar) !== 0 && (bits & known.given) !== 0) &&
    !isPersonHere(sentence, index)
  ) {
    value -= (bits & known.given) !== 0 && (place !== low || (bits & known.usual) !== 0) ? 2 : 8;
  }
  // The benchmark workouts have women's names: something must tell that a woman is meant.
  if ((bits & known.benchmark) !== 0) value = Math.min(value, place === low ? 4 : 6);
  // Poses of yoga end so.
  if (sentence.word(index).endsWith('asana')) value -= 8;
  // Two letters are more often an abbreviation than a name.
  if (scan.end(index) - scan.start(index) === 2) value -= place === low ? 4 : 2;
  return value;
}

/** "Sang-Hoon", "Sang-hoon": told by syllables of Korean and Chinese, though one of them is a word elsewhere. */
const syllable =
  '(?:[bcdfghjklmnprstwxyz]|ch|sh|zh|ky|by|hy|my)?(?:aeo?|ai|ao|ang?|eoi?|yeo|eun?|eung|ei|eng?|yo|oo|ou|ong?|uo|u[ainy]?|ung?|woo|wa|wo|wi|yu|ying?|yang?|yuan|iang?|iao|ie|in?|ing|iong|iu|ee|ye|ya|[aeiou])[klnmpg]?g?';
const joinedSyllables = new RegExp(`^\\p{Lu}${'[\\p{Ll}]{1,5}-[\\p{L}]{2,6}'}$`, 'u');
const bothSyllables = new RegExp(`^${syllable}-${syllable}$`, 'u');

function kindHere(sentence: Sentence, index: number, bits: number): keyof typeof weights {
  const word = sentence.word(index);
  if (bits === 0) {
    if (isPlayful(word, sentence.lexicon.table)) return 'word';
    return clan.test(sentence.written(index)) ? 'family' : 'unknown';
  }
  const isPart = (bits & (known.given | known.family | known.word)) === known.word && word.includes('-');
  if (isPart && joinedSyllables.test(sentence.written(index)) && bothSyllables.test(word)) return 'unknown';
  return kindOf(bits);
}
/** "O'Malley", "McAllister", "D'Angelo" */
const clan = /^(?:[OD]'|Mac|Mc|Fitz)\p{Lu}\p{Ll}{2,}$/u;

/** "Xiu-Ying": two capitals joined, of which neither begins a word or a place. */
function isJoined(sentence: Sentence, index: number): boolean {
  const { scan, lexicon } = sentence;
  const word = scan.word(index);
  if (!word.includes('-')) return false;
  const parts = word.split('-');
  if (parts.length !== 2) return false;
  const [head = '', tail = ''] = parts;
  const capital = scan.start(index) + head.length + 1;
  if (tail.length < 2 || head.length < 2 || scan.text.charCodeAt(capital) === scan.lower.charCodeAt(capital))
    return false;
  const things = known.word | known.notPerson;
  return !((lexicon.table.bitsOf(head) | lexicon.table.bitsOf(tail)) & things);
}

const messaging = /^(?:call|text|tell|ask|message|e-?mail|dm|phone|ring|tag|ping|facetime|whatsapp)$/;

/** "Mr. Sheffield"; "call Savannah", "Savannah hit me", "Siena and Anna ran": places and makers do none of it. */
function isPersonHere(sentence: Sentence, index: number): boolean {
  if (sentence.low(index) || (sentence.has(index, known.calendar) && !sentence.has(index, known.given))) return false;
  const before = index - 1;
  const gap = sentence.gap(index);
  if (sentence.has(before, known.honorific) && /^\.? $/.test(gap)) {
    const isUsual = doubtfulTitle.test(sentence.word(before));
    if (!isUsual || (!sentence.low(before) && !sentence.begins(before))) return true;
  }
  if (!sentence.has(index, known.given) || sentence.has(index, known.word | known.workout)) return false;
  if (gap === ' ' && messaging.test(sentence.word(before))) return true;
  if (!sentence.begins(index)) return false;
  return doesToSpeaker(sentence, index) || isWithPerson(sentence, index);
}

/** "… and Anna ran" */
const isWithPerson = (sentence: Sentence, index: number): boolean =>
  sentence.word(index + 1) === 'and' &&
  !sentence.low(index + 2) &&
  sentence.has(index + 2, known.given) &&
  !sentence.has(index + 2, known.notPerson | known.word | known.workout) &&
  sentence.has(index + 3, known.verbAfter);
