import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { isDoneTogether } from './name-verbs.ts';

const personalVerb = /^(?:tell|say|ask|think|want|know|and i)/;
const joins = /^(?:and|or|then|vs|versus|plus|n)$/;
const spoke =
  /^(?:said|say|says|told|tell|asked|ask|think|thinks|thought|texted|text|wrote|replied|called|call|messaged|emailed|invited|married|hate|love|live|lives|know|knew|want|wanted|came|went|joined|moved|broke|who|both|cheated|laughed|cried|met|sent|gave|brought|helped|taught|showed|drove|picked)$/;

/** How workouts are done, and nothing is done to people. */
const inARow = /^(?:back to back|unbroken|for time|in a row|in under|on the same day|rx|scaled)(?![a-z])/;

/** "Fran and Cindy left me on the floor": two workouts, unless what follows is what people do. */
function paired(sentence: Sentence, index: number): boolean {
  const isFirst = joins.test(sentence.word(index + 1)) && sentence.has(index + 2, known.benchmark);
  const isSecond = joins.test(sentence.word(index - 1)) && sentence.has(index - 2, known.benchmark);
  if ((!isFirst && !isSecond) || !sentence.has(index, known.benchmark)) return false;
  if (isSecond && sentence.accepted >= index - 2) return false;
  const after = isFirst ? index + 3 : index + 1;
  if (after < sentence.scan.count && sentence.gap(after) !== ' ') return false;
  if (spoke.test(sentence.word(after)) || isDoneTogether(sentence, after)) return false;
  if (inARow.test(sentence.from(after, 20))) return true;
  return sentence.has(after, known.verbAfter) || sentence.has(isFirst ? index - 1 : index - 3, known.workoutDone);
}

/** "Fran, Cindy, Grace": workouts, while no one of them was told to be a person. */
function listed(sentence: Sentence, index: number): boolean {
  if (!sentence.has(index, known.benchmark) || sentence.accepted === index - 1) return false;
  const [before, after] = [sentence.gap(index), sentence.gap(index + 1)];
  return (
    (sentence.has(index - 1, known.benchmark) && /^(?:,\s{0,2}|\n)$/.test(before)) ||
    (sentence.has(index + 1, known.benchmark) && /^(?:,\s{0,2}|\n)$/.test(after))
  );
}

/** The most words of a list of workouts that are read to either side. */
const mostListed = 6;
const links = /^(?:and|or|then|next|also|plus|finally)$/;
/**
 * "first Murph, then Chad, next Daniel": three of one list or more, one a benchmark, after which nothing is told that
 * people do.
 */
function listedWithBenchmark(sentence: Sentence, index: number): boolean {
  let [many, benchmark] = [1, sentence.has(index, known.benchmark)];
  let edge = index;
  for (const step of [-1, 1]) {
    edge = index;
    for (let at = index + step; Math.abs(at - index) <= mostListed; at += step) {
      if (at < 0 || !separates.test(sentence.gap(step < 0 ? at + 1 : at))) break;
      if (links.test(sentence.word(at))) continue;
      if (!sentence.has(at, known.workout) || at === sentence.accepted) break;
      many++;
      edge = at;
      benchmark ||= sentence.has(at, known.benchmark);
    }
    if (step < 0 && (company.test(sentence.word(edge - 1)) || sentence.has(edge - 1, known.role))) return false;
  }
  if (many < 3 || !benchmark) return false;
  const after = edge + 1;
  return sentence.gap(after) !== ' ' || !sentence.has(after, known.verbAfter | known.softVerbAfter);
}
const separates = /^,? {1,2}$/;

/** How a workout was, and hardly a person. */
const went =
  /^(?:(?:felt|feels) (?:so |really |very |too )?(?:long|longer|short|heavy|light|endless|harder|easier|spicy)|took (?:me )?(?:\d{1,2}(?::\d\d)?|forever|ages|over|under|about)|(?:broke|wrecked|destroyed|ruined|humbled|smoked|gassed) (?:me|my (?:legs|lungs|arms|shoulders|hands|grip|back)))(?![a-z])/;

/** What is said of efforts, where it ends there: hardly of a man, and not "brutal to me". */
const effort =
  /^(?:is|was|looks|sounds|felt|feels) (?:so |really |very |too |absolutely |pretty |just )?(?:brutal|spicy|savage|gnarly|grim|rough|hell|evil|heavy|light|long|short|a (?:grind|burner|beast|killer|monster|bear|doozy|sweat ?fest)|no joke|row|run|burpees|\d+)(?= ?[,.!?;:)]|$| (?:today|yesterday|this morning|tonight|again|row|run|and|for|with a|in the heat))/u;
/** "Josh: overhead squats and pull ups": of what it is made. */
const made =
  /^: ?(?:\d+ |\d+m|run|row|bike|ski|overhead|back ext|back squats?|front squats?|air squats?|pull[ -]?ups?|push[ -]?ups?|sit[ -]?ups?|thrusters?|snatch|clean|deadlifts?|burpees?|double|wall ?balls?|box jumps?|handstand|rope|muscle[ -]?ups?|kettlebell|bench|dips|ring)/u;

/** What is done, timed or asked for stands before a workout, whoever bears its name. */
const attempted =
  /(?<!\p{L})(?:(?:attempt|attempted|attempting|retest|retested|retesting|redo|redid|redoing|pace|pacing|programs?|programmed|programmes|programming|scaling|scaled|rx'?d?|wods?|wod (?:is|was)|next up|up next|workout(?: (?:is|was))?|benchmarks?|hero(?:es)?)[:,]?|how (?:heavy|long|bad|hard|fast) (?:is|was|should)|(?:pr|pb|record|times?|scores?|results?|rounds|minutes|seconds|strategy|tips?|advice) (?:on|for|in|at|of|off(?: my)?)|(?:my|best|first|fastest|old|last|new) (?:\p{L}+ )?(?:pr|pb|time|score) (?:is|was|on|for)) $/u;
/** How long it took, how heavy it was. */
const measured =
  /^(?:took (?:me |us |him |her )?(?:about |over |under |almost |nearly |like )?\d|got (?:me|us) \d|in (?:under |about |over |sub )?\d{1,2}(?::\d\d| ?min)|(?:at|with) (?:an? |my |the )?(?:\d{1,3} (?:pull|push|sit|muscle|burpee|thruster|wall|double)|\d{1,3} ?(?:lbs?|kgs?|pounds?|kilos?|#)|vest|weight vest|weighted vest|\d{1,2} ?lb vest))(?!\p{L})/u;
/** With whom something was done: a man, though a workout bears his name too. */
const company = /^(?:with|w|by|from|against|mit|avec|con|met)$/;
const untold =
  /^and (?:i(?!\p{L})|then|felt|thought|nearly|almost|my|it|was|got|still|ended|hated|loved|wanted|cried|survived|died|threw)/u;
/** As much of a text as is read before a name. */
const farBack = 40;

/** Is the name that of a workout here? */
export function trains(sentence: Sentence, index: number): boolean {
  const next = index + 1;
  if (/["“'*]$/.test(sentence.gap(index)) && /^["”'*]/.test(sentence.gap(next))) return true;
  if (paired(sentence, index) || listed(sentence, index) || listedWithBenchmark(sentence, index)) return true;
  if (sentence.has(index, known.benchmark) && sentence.gap(next) === ' ' && went.test(sentence.from(next, 30)))
    return true;
  const end = sentence.scan.end(index);
  const rest = sentence.scan.lower.slice(end, end + farBack);
  if (sentence.begins(index) && (made.test(rest) || (rest.startsWith(' ') && effort.test(rest.slice(1))))) return true;
  if (isMeasured(sentence, index) || isBesideWorkout(sentence, index)) return true;
  if (!sentence.has(index, known.benchmark) && company.test(sentence.word(index - 1))) return false;
  if (sentence.has(next, known.verbAfter) && !sentence.has(next, known.workoutAfter)) return false;
  if (personalVerb.test(sentence.from(next, 6))) return false;
  if (sentence.trained || sentence.has(next, known.workoutSure)) return true;
  if (
    sentence.has(index - 1, known.workoutDone) &&
    !sentence.gap(index).startsWith(',') &&
    (!sentence.has(next, known.softVerbAfter) || untold.test(sentence.from(next, 20)))
  ) {
    // "Did Kevin reply?" asks about a person.
    const asked = sentence.word(index - 1) === 'did' && sentence.begins(index - 1) && next < sentence.scan.count;
    return (
      !asked ||
      untold.test(sentence.from(next, 20)) ||
      sentence.gap(next) !== ' ' ||
      sentence.has(next, known.workoutAfter)
    );
  }
  if (sentence.has(next, known.workoutAfter) && sentence.has(index - 1, known.workoutBefore)) return true;
  return sentence.isTraining;
}

/** "new PR on Michael, 21:48", "how should I pace Daniel", "Michael took me 25 minutes" */
function isMeasured(sentence: Sentence, index: number): boolean {
  const isAsked = isWas.test(sentence.word(index - 1)) && sentence.begins(index - 1);
  if (isAsked && sentence.has(index, known.benchmark) && asked.test(sentence.from(index + 1, farBack))) return true;
  const start = sentence.scan.start(index);
  if (sentence.has(index + 1, known.verbAfter) && sentence.gap(index + 1) === ' ')
    return measured.test(sentence.from(index + 1, farBack));
  if (attempted.test(sentence.scan.lower.slice(Math.max(0, start - farBack), start))) return true;
  return sentence.gap(index + 1) === ' ' && measured.test(sentence.from(index + 1, farBack));
}

const isWas = /^(?:is|was)$/;
/** "is Isabel heavy for most", "is Linda body weight bench" */
const asked =
  /^(?:(?:really|just|only|that|so|too|still) )*(?:heavy|heavier|light|lighter|body ?weight|longer|shorter|for time|the one with|harder than|easier than|\d)(?!\p{L})/u;

/** "DT then Nate", "Nate vs Kalsu": after or before a workout whose name nobody bears, and nothing is told of it. */
function isBesideWorkout(sentence: Sentence, index: number): boolean {
  const isOne = (joint: number, other: number) =>
    follows.test(sentence.word(joint)) && (sentence.scan.bits(other) & (known.workout | known.given)) === known.workout;
  if (sentence.has(index + 1, known.verbAfter)) return false;
  return isOne(index - 1, index - 2) || isOne(index + 1, index + 2);
}
const follows = /^(?:then|vs|versus|plus)$/;
