import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { speech } from './name-verbs.ts';
import { shape } from './signs.ts';

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

/** "San Diego", "St. Louis", of which either word is asked; "St. John called me" is a person. */
export function isInPlace(sentence: Sentence, index: number): boolean {
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

export const isWhen = (sentence: Sentence, index: number): boolean =>
  sentence.gap(index + 1) === ' ' && when.test(sentence.from(index + 1, 20));

/** "St George's park": a saint's, who has a church, a school or a hospital there. */
export const isSaint = (sentence: Sentence, index: number): boolean =>
  /^(?:st|saint)$/.test(sentence.word(index - 1)) && !sentence.low(index - 1) && /^\.? $/.test(sentence.gap(index));

/** What stands in a country with a capital after its name, and is hardly a family's. */
const landmark =
  /^(?:river|tree|hole|beach|falls|canyon|valley|bay|islands?|creek|mountains?|peak|pier|square|station|airport|trails?|loop|marathon|half|ultra|triathlon|classic|challenge|open|cup|games|relay|line|highway|stadium|arena|leisure|reservoir|dam|glacier|desert|national|harbour|harbor|promenade|esplanade|botanical)$/;
const moves =
  /^(?:ran|run|running|rode|ride|riding|cycled|cycle|cycling|walked|walk|walking|hiked|hike|drove|drive|flew|fly|moved|commute|train|bus|ferry|swam|swim|jogged|jog)$/;
/** What stands in a country and is called after whose it was. */
const whose =
  /^(?:vineyard|seat|wall|dyke|peak|bay|cross|wood|view|head|point|leap|hill|canyon|island|islands|falls|cave|creek|causeway|needle|tower|gate|landing|staircase|ladder|ridge|lookout|punchbowl)$/;

/** "Martha's Vineyard", "Arthur's Seat"; who has a name in other capitals too may be anybody's ("ANNA'S GARDEN"). */
export const isWhose = (sentence: Sentence, index: number): boolean =>
  sentence.scan.shape(index) === shape.capital &&
  sentence.scan.shape(index + 1) === shape.capital &&
  sentence.gap(index + 1) === ' ' &&
  whose.test(sentence.word(index + 1));

/** What is run, in small letters too, after "the". */
const contest =
  /^(?:half|marathon|10k|5k|ultra|tri|triathlon|relay|loop|trails?|line|race|parkrun|derby|duathlon|river|beach|canal|pier|tunnel|bypass)$/;

/** "Charles River", "Joshua Tree", "the Chester half": called after somebody, or as somebody is. */
export function isLandmark(sentence: Sentence, index: number): boolean {
  const next = index + 1;
  if (sentence.gap(next) !== ' ') return false;
  // "ran from Chelsea to Battersea"
  if (sentence.word(next) === 'to' && sentence.word(index - 1) === 'from' && moves.test(sentence.word(index - 2)))
    return !sentence.low(next + 1);
  if (sentence.scan.shape(next) === shape.capital && landmark.test(sentence.word(next)))
    return !sentence.has(next + 1, known.verbAfter) || sentence.gap(next + 1) !== ' ';
  return sentence.word(index - 1) === 'the' && sentence.gap(index) === ' ' && contest.test(sentence.word(next));
}

/** The most towns of a list that are read to either side. */
const mostTowns = 5;
const separates = /^, (?:and |or )?$/;

/**
 * "Dallas, Denver, Jackson: three gyms": towns that people are called after too, three or more with commas, after
 * which nobody is spoken to and nothing is told that people do.
 */
export function areTowns(sentence: Sentence, index: number): boolean {
  if (!isTown(sentence, index)) return false;
  let many = 1;
  let edge = index;
  for (const step of [-1, 1]) {
    edge = index;
    for (let at = index + step; Math.abs(at - index) <= mostTowns; at += step) {
      if (at < 0 || at === sentence.accepted || !separates.test(sentence.gap(step < 0 ? at + 1 : at))) break;
      if (!isTown(sentence, at)) break;
      many++;
      edge = at;
    }
    if (step < 0 && (sentence.has(edge - 1, known.role) || withOthers.test(sentence.word(edge - 1)))) return false;
  }
  const after = edge + 1;
  const does = known.verbAfter | (sentence.gap(after) === ' ' ? known.softVerbAfter : known.vocativeNext);
  return many >= 3 && !sentence.has(after, does);
}
const withOthers = /^(?:with|w|met|mit|avec|con|from|by)$/;
const isTown = (sentence: Sentence, index: number): boolean =>
  sentence.scan.shape(index) === shape.capital &&
  sentence.has(index, known.notPerson) &&
  !sentence.has(index, known.calendar) &&
  !sentence.scan.possessive(index);
