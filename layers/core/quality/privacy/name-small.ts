import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { cue } from './signs.ts';

/** After these comes whoever was there too. */
const company = /^(?:w|with|mit|avec|con|com)$/;
/** What one does to a person from afar: who stands after it is called, told or written to. */
export const messaging =
  /^(?:call|calling|text|texting|texted|tell|telling|told|ask|asking|asked|message|messaging|messaged|e-?mail|dm|phone|facetime|whatsapp|ping|inviting)$/;
/** Before a verb of messages, which is a noun after others. */
const beforeVerb =
  /^(?:to|i|you|we|someone|somebody|anyone|anybody|they|please|pls|plz|can|could|should|will|would|gonna|gotta|must|n|and|then|just|also|or|i'll|let's|lets|should've|never|don't|dont)$/;
const fromSomebody =
  /^(?:text|texts|message|messages|msg|msgs|dm|dms|call|calls|e-?mail|e-?mails|note|gift|present|card|letter|heard)$/;
/** What nobody does but people, whatever else bears a name. */
const deeds = new RegExp(
  `^(?:${[
    '(?:texted|called|messaged|emailed|phoned|replied|asked|told|said|says|thinks|wrote|invited|promised|laughed|apologi[sz]ed|snores|complained|suggested|reckons|dm(?:ed|s)|texts|asks|tells|facetimed|ghosted|cancelled|canceled|bailed)',
    "(?:won'?t|didn'?t|doesn'?t|never|can'?t|couldn'?t|might|should|could) (?:answers?|repl(?:y|ies)|texts?|calls?|talks?|tells?|listens?|speaks?|asks?|says?)",
    '(?:is|was|has been|gets|got|keeps being) (?:\\p{L}+ ){0,2}(?:mean|rude|nice|kind|mad|angry|upset|cruel|horrible|awful|cold|sweet|lying|cheating|yelling|talking|shouting) (?:to|at|with|on) (?:me|us|him|her|them|everyone)',
    '(?:is|was) (?:\\p{L}+ )?(?:coming|pregnant|married|single|crying|angry|jealous|engaged|divorced|drunk|my|his|her|our)',
    '(?:pls|plz|please|lol|lmao|omg|haha|sucks|stinks|again(?=\\.\\.|!|$))',
    '(?:stop|quit) \\p{L}{2,}ing',
    '(?:where|why|when|how|what) (?:are|r|did|do|was|were) (?:you|u)',
    '(?:are|r|can|could|will|did|do|have) (?:you|u)',
    '(?:shut up|leave me|come (?:back|over|here|on))',
    '(?:n|and|&) (?:i|me)',
  ].join('|')})(?!\\p{L})`,
  'u',
);
/** How a line of talk begins, after whose it is. */
const line =
  /^: ?(?:(?:are|r|can|could|will|did|do|have|where|when|why|what) (?:you|u|we|time|are|r)|hey|hi|hello|u|ok|okay|lol|haha|sorry|yes|yeah|no|thanks|see (?:you|u))(?!\p{L})/u;
/** Given names that speak of things where another language has them. */
const things =
  /^(?:dolores|luz|sol|mar|paz|amor|alma|esperanza|rosa|angel|mercedes|consuelo|cielo|luna|gloria|victoria)$/;

/**
 * Does a given name in small letters, which is no usual word, stand where only a person can: "call sarah", "went w josh",
 * "linda texted"? The benchmark workouts bear such names, and are "done with" too.
 */
export function isPersonInSmall(sentence: Sentence, index: number): boolean {
  const { scan } = sentence;
  if ((!sentence.low(index) && !sentence.flat) || scan.end(index) - scan.start(index) < 3) return false;
  if ((scan.bits(index) & (known.given | no)) !== known.given) return false;
  if (scan.cues(index) & (cue.quality | cue.assistant | cue.counted | cue.mailbox | cue.account)) return false;
  const begins = sentence.begins(index);
  if (begins || joins.test(sentence.word(index - 1))) {
    const rest = scan.lower.slice(scan.end(index), scan.end(index) + far);
    if (rest.startsWith(' ') && deeds.test(rest.slice(1))) return true;
    if (begins && line.test(rest)) return true;
  }
  return sentence.gap(index) === ' ' && isMet(sentence, index);
}
const far = 48;
const no = known.word | known.notPerson | known.role | known.particle | known.honorific;
const joins = /^(?:and|but|when|because|cause|cuz|if|so|that|then|today|yesterday)$/;

/** "w josh", "me n josh", "call sarah", "a text from linda" */
function isMet(sentence: Sentence, index: number): boolean {
  const before = index - 1;
  const word = sentence.word(before);
  if (company.test(word)) {
    const isWorkout =
      sentence.has(index, known.benchmark) || (sentence.has(index, known.workout) && sentence.isTraining);
    return !isWorkout && !things.test(sentence.word(index)) && !sentence.has(index + 1, known.workoutSure);
  }
  if (/^(?:n|and|&)$/.test(word)) return /^(?:me|i|us|him|her)$/.test(sentence.word(before - 1));
  if (messaging.test(word)) return sentence.begins(before) || beforeVerb.test(sentence.word(before - 1));
  if (word !== 'from') return false;
  return (
    fromSomebody.test(sentence.word(before - 1)) ||
    (sentence.begins(before) && sentence.ends(index) && isLast(sentence, index))
  );
}

const isLast = (sentence: Sentence, index: number): boolean =>
  index === sentence.scan.count - 1 || sentence.closes(index);
