import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { shape } from './signs.ts';

/** What people do and hardly a thing, a place or a workout. */
export const speech =
  /^(?:said|says|told|tells|asked|asks|thinks|thought|texted|texts|wrote|writes|replied|suggested|recommended|mentioned|explained|laughed|smiled|cried|snores|married|hates|taught|died|lives|cheated|lied|promised|yelled|shouted|moved|joined|invited|called|calls|passed|left|loves|lent|lends|owes|drove|baked|cooked|cooks|hugged|dumped|ghosted|kissed|swears|insists|warned|advised|apologi[sz]ed|messaged|emailed|texts|phoned|whispered|joked|nodded|shrugged|bullied|teased|proposed|graduated|retired|jogs|hikes|prayed|babysat|fainted|puked|borrowed|forgot|followed|reckons|complained|winked|argued)$/;
const asking = /^(?:did|does|is|was|has|had|can|could|will|would|should|do|if)$/;

const adverb =
  /^(?:always|never|just|only|really|also|still|often|sometimes|usually|finally|already|even|actually|constantly|literally|then|suddenly|apparently)$/;

/** What a verb or an "and" right after a word says for its being a name. */
export function doingsAfter(sentence: Sentence, index: number): number {
  const next = index + 1;
  if (sentence.low(index) && sentence.begins(index) && actsInSmall(sentence, index)) return 14;
  let value = sentence.word(next) === 'and' ? togetherAfter(sentence, index) : 0;
  // "Absalom just proposed"
  if (adverb.test(sentence.word(next)) && sentence.gap(next + 1) === ' ' && speech.test(sentence.word(next + 1)))
    value += 6;
  else if (sentence.has(next, known.verbAfter)) value += verbAfter(sentence, index);
  else if (sentence.has(next, known.softVerbAfter) && !goesOnWith(sentence, index))
    value += asking.test(sentence.word(index - 1))
      ? 4
      : reports.test(sentence.from(next, 24))
        ? 6
        : isThoughtOf(sentence, index)
          ? 3
          : 1;
  return value;
}

/** "I think Mark has a point": a given name with a capital, of whom something is thought, heard or hoped. */
const isThoughtOf = (sentence: Sentence, index: number): boolean =>
  sentence.scan.shape(index) === shape.capital &&
  sentence.has(index, known.given) &&
  !sentence.flat &&
  thinks.test(sentence.word(index - 1)) &&
  sentence.word(index + 1) !== 'and' &&
  !vague.test(sentence.word(index));
const thinks =
  /^(?:think|thinks|thought|guess|bet|know|knew|believe|heard|wish|wonder|feel|swear|suppose|if|whether|because|cause|since|when|while|that|but|says|said|hope|hoping|glad|sure|assume|reckon|figure|doubt|suspect)$/;
/** With a capital too these are mostly what they say. */
const vague = /^(?:joy|hope|grace|faith|patience|charity|mercy|harmony|love|summer|winter|autumn|god|heaven|karma)$/;

/** "hat gesagt": who has said something, in languages that say so in two words. */
const reports =
  /^(?:hat (?:mir |mich |uns )?(?:gesagt|gemeint|gefragt|erzählt|geschrieben)|heeft (?:me |mij |ons )?(?:gezegd|gevraagd|verteld)|ha (?:detto|chiesto|scritto|dicho|preguntado))(?!\p{L})/u;

/** "bob and weave": a usual word follows, and no other person. */
const goesOnWith = (sentence: Sentence, index: number): boolean =>
  sentence.low(index) &&
  sentence.word(index + 1) === 'and' &&
  sentence.low(index + 2) &&
  sentence.has(index + 2, known.word) &&
  !sentence.has(index + 2, known.given | known.role | known.possessive) &&
  !/^(?:i|me|we|us|he|she|they)$/.test(sentence.word(index + 2));

const together =
  /^(?:said|say|told|asked|think|thought|texted|wrote|called|came|went|want|wanted|married|moved|joined|invited|promised|hate|live|know|met|broke|helped|picked|gave|brought|laughed|run|train|lift|live|work|play|walk|row|swim)$/;

const meal = 'dinner|lunch|breakfast|brunch|supper|tea|coffee|soup|pasta|pizza|cakes?|cookies|pancakes|curry|smoothies';
const animalOrChild = 'dogs?|cats?|kids?|children|baby|boys|girls';
/** What two people do, also by verbs that patience and hope are said to do other things by: "made dinner", not "made the difference". */
const inCompany = new RegExp(
  `^(?:(?:cooked|baked|bought|drove|drank|slept|danced|hugged|kissed|argued|fought|phoned|visited|arrived|cleaned|trained|jogged|hiked|swam|cycled|sang)|(?:made|had|ate|ordered|got) (?:us |me |him |her |them )?(?:(?:a|an|the|some|our|my|their) )?(?:\\p{L}+ )?(?:${meal})|(?:took|walked|fed|dropped|picked) (?:up )?(?:the|a|my|our|their|his|her) (?:${animalOrChild})|got (?:home|married|engaged|divorced|drunk|sick|lost)|(?:came|went|ran|walked|drove|moved) (?:home|over|out|away|in together)|had (?:a (?:baby|fight|row)|an argument))(?!\\p{L})`,
  'u',
);
const farthest = 48;

/** Is what begins at a word what people do, two of them together? */
export const isDoneTogether = (sentence: Sentence, index: number): boolean =>
  (sentence.has(index, known.verbAfter) && together.test(sentence.word(index))) ||
  inCompany.test(sentence.from(index, farthest));

/** "Hope and Rose said", "Hope and her husband", "Hope and Rose are my twins": what people do or are together. */
function togetherAfter(sentence: Sentence, index: number): number {
  const other = index + 2;
  if (sentence.low(index) || sentence.gap(other) !== ' ' || sentence.gap(other + 1) !== ' ') return 0;
  if (sentence.has(other, known.possessive) && sentence.has(other + 1, known.role)) return 6;
  if (!sentence.has(other, known.given) && (sentence.low(other) || sentence.scan.bits(other) !== 0)) return 0;
  if (/^(?:are|were)$/.test(sentence.word(other + 1)) && sentence.has(other + 2, known.possessive)) {
    if (sentence.has(other + 3, known.role) || sentence.has(other + 4, known.role)) return 8;
  }
  return isDoneTogether(sentence, other + 1) ? 5 : 0;
}

/** What a person does to another, or passes on from one. */
const reaches =
  /^(?:says? (?:hi|hello|hey|thanks|sorry)|(?:told|asked|texted|messaged|emailed|phoned|invited|hugged|dumped|ghosted|reminded|warned|convinced) (?:me|us|him|them|everyone)|snores|retired|proposed|graduated|texted|(?:said|says|thinks|thought) (?:i|i'm|im|i'd|he|she|no(?= |$)|yes|we)|is (?:so |really |still )?(?:annoyed|mad|angry|jealous|upset|pissed|pregnant|drunk|engaged)|and i (?:broke|are|went|did|have|had|ran|run|train|trained|lift|fought|split|met|got))(?!\p{L})/u;
const modal = /^(?:will|may)$/;
/** What may follow those, and looks as if it were past. */
const bare = /^(?:quit|hurt|beat)$/;

/**
 * "mark says hi", "my ex chase followed me": a given name in small letters that is a usual word too, where a sentence
 * begins with it or a person was named, and a person's doing follows.
 */
function actsInSmall(sentence: Sentence, index: number): boolean {
  if (!sentence.has(index, known.given) || !sentence.has(index, known.word)) return false;
  if (sentence.has(index, known.role | known.petName) || modal.test(sentence.word(index))) return false;
  if (sentence.begins(index)) return reaches.test(sentence.from(index + 1, 30));
  return afterKin(sentence, index);
}

const afterKin = (sentence: Sentence, index: number): boolean =>
  sentence.has(index - 1, known.role) && sentence.has(index - 2, known.possessive) && sentence.gap(index) === ' ';

const aboutPerson = /^(?:his|her|their|my|me|him|he|she|us|our)$/;

/** What a verb after the word is worth: a noun may stand before one as well. */
function verbAfter(sentence: Sentence, index: number): number {
  const verb = sentence.word(index + 1);
  if (sentence.low(index)) {
    if (modal.test(sentence.word(index)) && bare.test(verb)) return 0;
    if (actsInSmall(sentence, index)) return 14;
  }
  const personal = aboutPerson.test(sentence.word(index + 2));
  if (sentence.has(index, known.calendar)) return personal || speech.test(verb) ? 8 : 1;
  // "my husband ortwin keeps …": no other strange word stands there.
  if (sentence.low(index) && sentence.scan.bits(index) === 0 && afterKin(sentence, index)) return 6;
  if (sentence.low(index)) return (sentence.scan.bits(index) & (known.given | known.word)) === known.given ? 4 : 3;
  if (sentence.has(index, known.word)) return speech.test(verb) || !verb.endsWith('s') || personal ? 6 : 2;
  return sentence.has(index, known.given | known.family) || speech.test(verb) ? 6 : 4;
}
