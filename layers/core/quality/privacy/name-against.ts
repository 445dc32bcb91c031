import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { cue, shape } from './signs.ts';

const brands =
  /(?:uncle ben's|aunt jemima's|trader joe's|ben & jerry's|papa john's|jimmy john's|wendy's|denny's|mcdonald's|arby's|carl's jr|macy's|kellogg's|hershey's|reese's|lay's|campbell's soup|jack daniel's|st\.? john's|dick's|barry's|child's|farmer's|baker's|golfer's|runner's|alzheimer's|parkinson's|hashimoto's|crohn's|murphy's law)/;
const personalVerb = /^(?:tell|say|ask|think|want|know|and i)/;

/** What speaks against a word's being a name: workouts, places, makers, numbers. */
export function against(sentence: Sentence, index: number, before: number): number {
  const { scan } = sentence;
  const gap = sentence.gap(index + 1);
  const lead = sentence.gap(index);
  let value = 0;
  if (sentence.has(index, known.neverAfter) && sentence.has(index - 1, known.honorific)) value += 12;
  if (scan.possessive(index)) {
    const from = index > 0 ? scan.start(index - 1) : scan.start(index);
    if (brands.test(scan.lower.slice(Math.max(from, scan.start(index) - 20), scan.end(index) + 12))) value += 14;
  }
  if (before < 6 && gap !== ' ' && /^[ :(-]{0,3}\d/.test(gap)) value += sentence.has(index, known.workout) ? 9 : 2;
  if (before < 5 && sentence.has(index, known.notPerson) && sentence.has(index - 1, known.placeBefore)) value += 5;
  if (before < 5 && scan.cues(index + 1) & cue.eponym && gap === ' ') value += scan.possessive(index) ? 2 : 6;
  if (sentence.has(index, known.calendar) && sentence.dated(index)) value += 6;
  if (before < 5 && sentence.has(index, known.workout) && trains(sentence, index)) {
    sentence.trained = true;
    value += 9;
  }
  if (before < 5 && gap === ', ' && sentence.has(index + 1, known.notPerson) && !sentence.low(index + 1)) value += 4;
  if (sentence.has(index, known.word)) value += headline(sentence, index, before);
  if (gap.startsWith('-') || (lead !== ' ' && /[\p{L}\p{N}_/@#.]$/u.test(lead))) value += lead.endsWith('@') ? 20 : 3;
  return value;
}

/** A usual word between other words with capitals: "French Press Coffee". */
function headline(sentence: Sentence, index: number, before: number): number {
  const { scan } = sentence;
  let value = 0;
  const next = index + 1;
  if (next < scan.count && sentence.gap(next) === ' ' && scan.shape(next) === shape.capital) {
    if (sentence.has(next, known.word) && !sentence.has(next, known.family)) value += 4;
  }
  if (before < 5 && index > 0 && !sentence.low(index - 1) && sentence.gap(index) === ' ') {
    if (!sentence.has(index - 1, known.honorific) && !sentence.begins(index - 1)) value += 3;
  }
  return value;
}

/** Is the name that of a workout here? */
function trains(sentence: Sentence, index: number): boolean {
  const next = index + 1;
  if (/["“'*]$/.test(sentence.gap(index)) && /^["”'*]/.test(sentence.gap(next))) return true;
  if (sentence.has(next, known.verbAfter) && !sentence.has(next, known.workoutAfter)) return false;
  if (personalVerb.test(sentence.from(next, 6))) return false;
  if (sentence.trained || sentence.has(next, known.workoutSure)) return true;
  if (sentence.has(index - 1, known.workoutDone) && !sentence.has(next, known.softVerbAfter)) {
    // "Did Kevin reply?" asks about a person.
    const asked = sentence.word(index - 1) === 'did' && sentence.begins(index - 1) && next < sentence.scan.count;
    return !asked || sentence.gap(next) !== ' ' || sentence.has(next, known.workoutAfter);
  }
  if (sentence.has(next, known.workoutAfter) && sentence.has(index - 1, known.workoutBefore)) return true;
  return sentence.isTraining;
}
