import { isGoods } from './name-goods.ts';
import { known } from './name-lexicon.ts';
import { areTowns, isInPlace, isLandmark, isSaint, isWhen, isWhose } from './name-places.ts';
import type { Sentence } from './name-sentence.ts';

import { cue } from './signs.ts';

/** Names of what is hoped for, felt or given: with a capital too they are mostly that, and "keep me going". */
export const abstract =
  /^(?:joy|hope|grace|faith|patience|charity|mercy|harmony|love|honou?r|destiny|liberty|justice|peace|glory|felicity|prudence|unity|bliss|heaven|karma|chance|sky|miracle|sunny|strong|major|best)$/;

/** What says that a word with a capital is part of a thing's name, a place's, or one of a list of things. */
export function namesThing(sentence: Sentence, index: number, before: number): number {
  if (before >= 6 || sentence.low(index)) return 0;
  if (sentence.scan.possessive(index))
    return isGoods(sentence, index) || isSaint(sentence, index) || isWhose(sentence, index) ? 14 : 0;
  if (isGoods(sentence, index) || isInPlace(sentence, index) || isLandmark(sentence, index)) return 14;
  if (sentence.has(index, known.notPerson) && isWhen(sentence, index)) return 8;
  if (areTowns(sentence, index)) return 14;
  if (sentence.has(index, known.word) && abstract.test(sentence.word(index)) && isAbstract(sentence, index)) return 8;
  return (isTested(sentence, index) ? 6 : 0) + (isListed(sentence, index) ? 6 : 0);
}

/** What is hoped for or felt does this; people take, give, bring and come too, so those alone say nothing. */
const fromAfar =
  /^(?:(?:keeps?|kept|gets?|got|makes?|made|brings?|brought) (?:me|us) (?:going|through|strong)|(?:comes?|came|grows?|grew) from within|(?:makes?|made) (?:all )?(?:the|a) (?:\p{L}+ )?difference|(?:makes?|made) (?:me|us) (?:an? )?(?:better|stronger|happier)|(?:is|isn't|was|wasn't) (?:not |never |really |just )?(?:my (?:thing|strength|strong suit|superpower|weakness|word|goal|anchor|fuel)|an? (?:virtue|choice|muscle|practice|journey|process|thing|feeling|must|skill|superpower)|what|all|key|such|hard|everything|important|needed|earned|gone|back|not|in|underrated|overrated|powerful|contagious|a weird))(?!\p{L})/u;

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
  !article.test(sentence.word(index + 1)) &&
  !sentence.has(index + 1, known.verbAfter | known.softVerbAfter | known.possessive | known.particle);
/** "promised Hazel a bike" */
const article = /^(?:an?|the|some|this|that)$/;

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
