import { cuesAfter } from './name-after.ts';
import { cuesBefore } from './name-before.ts';
import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { messaging } from './name-small.ts';
import { abstract } from './name-things.ts';
import { cue } from './signs.ts';

const modal = /^(?:will|may)$/;
/** After these a usual word is that word, or goes on with what they began. */
const bound =
  /^(?:a|an|the|this|that|these|those|any|some|no|every|each|another|one|more|most|much|many|my|your|his|her|our|their|its|whose|such|very|too|as|i|you|we|they|he|she|it|who|to|not|don't|of|in|on|into|at)$/;
const aboutSomebody = /^(?:with|w|from|for|about|by|than|without|between|against)$/;
/** How a sentence goes on after it has named somebody. */
const goesOn =
  /^(?:and|at|on|in|again|today|tonight|tomorrow|yesterday|this|last|next|every|who|because|but|so|when|while|if|before|after|about|is|was|has|had|he|she|i|we|for|to|too|then|now)$/;
/** Words before a subject. */
const joins =
  /^(?:and|but|or|when|if|because|cause|cuz|since|while|then|until|before|after|now|today|yesterday|also|so|hope|glad|guess|know|where|why|how|think|thinks|thought|did|does|is|was|has|said|says|btw|n)$/;
const isSo =
  /^(?:is|was|has|had|isn't|wasn't|hasn't|can't|won't|never|always|just|really|also|still|sounds|feels|needs|seems)$/;
const asks = /^(?:did|does|is|was|has|had|can|could|would|should)$/;
const brings =
  /^(?:drove|drive|driving|picked|pick|dropped|drop|walked|walk|brought|bring|took|take|sent|invited|invite)$/;
const along = /^(?:home|off|up|out|over|along|back)$/;
const spoke =
  /^(?:said|says|told|tells|asked|asks|thinks|texted|texts|wrote|replied|called|calls|messaged|emailed|phoned|invited|suggested|mentioned|laughed|snores|promised|apologi[sz]ed|yelled|shouted|joked|hugged|married|lied|cheated)$/;

/**
 * Is a usual word in small letters a person here, whose name the conversation gave elsewhere? "mark calls", "text mark",
 * "with mark" are; "mark the date" is the word.
 */
export function standsForPerson(sentence: Sentence, index: number): boolean {
  const word = sentence.word(index);
  const vague = abstract.test(word) || sentence.has(index, known.calendar);
  const previous = sentence.gap(index) === ' ' ? sentence.word(index - 1) : '';
  const { value, role } = cuesBefore(sentence, index);
  // "i am christian": what one is.
  if (sentence.scan.cues(index) & cue.quality && sentence.scan.cues(index - 1) & cue.softIntroduction) return false;
  if (role === 'addressed') return sentence.closes(index) && (value >= 9 || !vague);
  // "i talked to mark"; "to mark" alone goes on with what one does.
  if (value >= 5 && (previous === 'to' || !bound.test(previous))) return true;
  if (previous === '' && !sentence.begins(index) && !sentence.gap(index).includes(',')) return false;
  if (bound.test(previous)) return false;
  if (messaging.test(previous)) return isCalled(sentence, index);
  if (aboutSomebody.test(previous)) return !vague && !modal.test(word) && goesOnAfter(sentence, index);
  if (brings.test(previous)) return !vague && along.test(sentence.word(index + 1));
  if (asks.test(previous) && asksHere(sentence, index - 1)) return !vague && !modal.test(word);
  const begins = sentence.begins(index) || previous === '' || joins.test(previous);
  return begins && acts(sentence, index, vague);
}

/** "call mark", "the call will": who is called stands after a verb. */
const isCalled = (sentence: Sentence, index: number): boolean => {
  const verb = index - 1;
  if (sentence.begins(verb)) return true;
  const before = sentence.word(verb - 1);
  return (
    before === 'to' || !(bound.test(before) && !/^(?:i|you|we|they)$/.test(before)) || !modal.test(sentence.word(index))
  );
};

/** "is mark ok?", "…, is mark ok?", "how is mark doing?" */
const asksHere = (sentence: Sentence, index: number): boolean =>
  sentence.begins(index) ||
  sentence.gap(index).startsWith(',') ||
  /^(?:how|why|where|when)$/.test(sentence.word(index - 1));

const goesOnAfter = (sentence: Sentence, index: number): boolean =>
  sentence.closes(index) ||
  index === sentence.scan.count - 1 ||
  (sentence.gap(index + 1) === ' ' && goesOn.test(sentence.word(index + 1)));

/** Does the word do what people do, is it somebody who owns something, or is it spoken to? */
function acts(sentence: Sentence, index: number, vague: boolean): boolean {
  const next = index + 1;
  if (sentence.scan.possessive(index)) return !vague && cuesAfter(sentence, index) >= 6;
  const gap = sentence.gap(next);
  const verb = sentence.word(next);
  if (gap === ', ') return sentence.begins(index) && !vague && sentence.has(next, known.vocativeNext);
  if (gap !== ' ') return false;
  if (verb === 'and') return /^(?:i|me)$/.test(sentence.word(next + 1));
  if (spoke.test(verb)) return true;
  if (vague || modal.test(sentence.word(index))) return false;
  return sentence.has(next, known.verbAfter) || isSo.test(verb);
}
