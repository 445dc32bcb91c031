import type { PrivacyLexicon } from './lexicon.ts';
import { cuesAfter } from './name-after.ts';
import { against } from './name-against.ts';
import { isAskedAbout } from './name-asked.ts';
import { cuesBefore, kinTitle } from './name-before.ts';
import { isClaimed } from './name-claims.ts';
import { firstOfName, lastOfName } from './name-extent.ts';
import { standsForPerson } from './name-known.ts';
import { known } from './name-lexicon.ts';
import { priorOf } from './name-prior.ts';
import type { Before, NameRole } from './name-role.ts';
import { Sentence } from './name-sentence.ts';
import { isPersonInSmall } from './name-small.ts';
import type { Reading } from './reading.ts';
import type { Scan } from './scan.ts';
import { cue, shape } from './signs.ts';
import { opaque } from './text-view.ts';

export interface FoundName {
  readonly kind: 'name';
  readonly start: number;
  readonly end: number;
  readonly role: NameRole;
}

/** A word is a name from this sum of weights on. */
const enough = 9;
/** The most that the words after a name can add. */
const mostAfter = 19;

/**
 * Finds people's names: each word that could be one starts with what is known of it (how it is written, whether
 * it is a given name, a family name, a usual word) and gains or loses by the words beside it.
 */
export function findNames(
  lexicon: PrivacyLexicon,
  reading: Reading,
  scan: Scan,
  knownNames: ReadonlySet<string> | undefined,
): FoundName[] {
  const found: FoundName[] = [];
  let sentence: Sentence | undefined;
  // A known name may be any word.
  const candidates = knownNames ? scan.count : scan.noticed;
  const knowsUsual = knownNames !== undefined && hasUsual(lexicon, knownNames);
  let last = -1;
  for (let place = 0; place < candidates; place++) {
    const index = knownNames ? place : scan.noticedAt(place);
    if (index <= last) continue;
    let isKnown = knownNames !== undefined && isKnownWord(scan, index, knownNames, knowsUsual);
    if (isKnown) {
      const [usual, short] = [isUsual(scan, index) && !joins.test(scan.word(index)), isShort(scan, index)];
      if (usual || short) sentence ??= new Sentence(lexicon, scan, reading.spans.size > 0);
      if (sentence && usual) isKnown = !short && standsForPerson(sentence, index);
      else if (sentence && short) isKnown = staysName(sentence, index);
    }
    if (!isKnown && !possible(scan, index) && !isBareGenitive(lexicon, scan, index)) continue;
    if (scan.end(index) - scan.start(index) === 8 && lexicon.standIns.has(scan.word(index))) continue;
    if (reading.spans.overlaps(scan.start(index), scan.end(index))) continue;
    if (!isKnown && announces(reading, scan, index)) continue;
    sentence ??= new Sentence(lexicon, scan, reading.spans.size > 0);
    const before = judge(sentence, index, isKnown);
    if (!before) continue;
    const { role } = before;
    let end = lastOfName(sentence, index, role === 'self');
    while (end > index && reading.spans.overlaps(scan.start(index), scan.end(end))) end--;
    let first = firstOfName(sentence, index);
    if (first < index && reading.spans.overlaps(scan.start(first), scan.end(first))) first = index;
    if (!isKnown) {
      const famous = lexicon.publicNames.rangeOf(scan, first, end);
      if (famous && !isClaimed(sentence, reading.spans, famous, before)) {
        last = famous[1];
        continue;
      }
    }
    found.push({ kind: 'name', start: scan.start(first), end: scan.end(end), role });
    sentence.accepted = end;
    last = end;
  }
  return found;
}

/** "NINO: …": the word says what the number right after it is. A phone's number stands after names too. */
function announces({ spans, lower }: Reading, scan: Scan, index: number): boolean {
  if (!(scan.cues(index) & cue.number)) return false;
  const end = scan.end(index);
  const start = end + (announced.exec(lower.slice(end, end + farthest))?.[0].length ?? 0);
  const kind = spans.kindAt(start);
  return kind === 'national_id' || kind === 'health_id' || kind === 'iban' || standsThere(lower, start);
}
const farthest = 24;
/** What a view shows of "[health_id]" and of longer ones, or of "[iban]", which the round before has put. */
const standsThere = (lower: string, start: number): boolean =>
  lower.startsWith(placeholder, start) || (lower.startsWith(short, start) && lower[start + short.length] !== opaque);
const placeholder = opaque.repeat('[health_id]'.length);
const short = opaque.repeat('[iban]'.length);
const announced =
  /^(?:'s)?(?: (?:record|member|patient|policy|plan|claim))?(?: (?:number|num|no|id|code)\.?)?(?: is| was)?[ :=#-]{0,3}/;

/** @param knowsUsual see `hasUsual`: where it is false, most words need no look */
const isKnownWord = (scan: Scan, index: number, names: ReadonlySet<string>, knowsUsual: boolean): boolean =>
  (knowsUsual || !isUsual(scan, index)) && names.has(scan.word(index)) && !isPlace(scan, index);

/** A usual word in small letters; "rose-ann" too, which is none, though one begins it. */
const isUsual = (scan: Scan, index: number): boolean =>
  scan.shape(index) === shape.low && (scan.bits(index) & known.word) !== 0;
const joins = /['-]/;
const isShort = (scan: Scan, index: number): boolean => scan.end(index) - scan.start(index) === 2;

/** Does one of the names begin with a usual word, or may it? Mostly none does. */
function hasUsual({ table }: PrivacyLexicon, names: ReadonlySet<string>): boolean {
  for (const name of names) if (table.bitsOf(name) & known.word || joins.test(name)) return true;
  return false;
}

/** A maker or an illness that is nobody's name, or "in Texas": taken for a name once, it is not one wherever it stands. */
function isPlace(scan: Scan, index: number): boolean {
  const bits = scan.bits(index);
  if ((bits & known.notPerson) === 0 || (bits & known.usual) !== 0) return false;
  return (bits & (known.given | known.family)) === 0 || (scan.bits(index - 1) & known.placeBefore) !== 0;
}

/** Is a known name of two letters one here? "Bo", not "bo"; "a Do", not "Do you"; without capitals, wherever it stands. */
function staysName(sentence: Sentence, index: number): boolean {
  const word = sentence.word(index);
  if (word.toUpperCase() === word) return true;
  if (sentence.low(index) || sentence.flat || sentence.has(index, known.particle | known.honorific)) return false;
  if (sentence.has(index, known.given) || !sentence.has(index, known.word)) return true;
  return sentence.scan.shape(index) === shape.capital && !sentence.begins(index);
}

/** Letters up to here (Latin, Greek, Cyrillic, Armenian) have capitals. */
const withCapitals = 0x590;

/** Could this word be a name at all? Most words are told apart here, at the cost of a few comparisons. */
function possible(scan: Scan, index: number): boolean {
  const bits = scan.bits(index);
  if ((bits & (known.given | known.word)) === known.word) {
    // A usual word: only a family name with a capital, or after an introduction or "my mate".
    if (scan.shape(index) === shape.low) return false;
    return (
      (bits & known.family) !== 0 ||
      (scan.cues(index - 1) & cue.introduction) !== 0 ||
      isKins(scan, index) ||
      (kinTitle.test(scan.word(index - 1)) && scan.start(index) - scan.end(index - 1) === 1) ||
      scan.word(index).includes('-')
    );
  }
  const length = scan.end(index) - scan.start(index);
  if (length < 2 || length > 40 || (bits & (known.honorific | known.given)) === known.honorific) return false;
  if (bits !== 0 || scan.shape(index) !== shape.low) return true;
  return (
    (scan.cues(index - 1) & (cue.introduction | cue.softIntroduction)) !== 0 ||
    (scan.bits(index - 1) & (known.signOff | known.honorific | known.greeting)) !== 0 ||
    // "my husband ortwin keeps …"; scripts without capitals have a finder of their own.
    (isKins(scan, index) &&
      (scan.bits(index + 1) & known.verbAfter) !== 0 &&
      scan.lower.charCodeAt(scan.start(index)) < withCapitals)
  );
}

/** "gavins new gf": a strange word in small letters that is a given name and an "s"; what stands after it is weighed later. */
const isBareGenitive = ({ table }: PrivacyLexicon, scan: Scan, index: number): boolean =>
  scan.bits(index) === 0 &&
  scan.lower.charCodeAt(scan.end(index) - 1) === smallS &&
  (table.bitsOf(scan.word(index).slice(0, -1)) & known.usual) !== 0;
const smallS = 115;

/** "my mate Spud" */
const isKins = (scan: Scan, index: number): boolean =>
  (scan.bits(index - 1) & known.role) !== 0 &&
  (scan.bits(index - 2) & known.possessive) !== 0 &&
  scan.text.charCodeAt(scan.start(index) - 1) === blank;
const blank = 32;

function judge(sentence: Sentence, index: number, isKnown: boolean): Before | undefined {
  const before = cuesBefore(sentence, index);
  if (isKnown || isPersonInSmall(sentence, index) || isAskedAbout(sentence, index)) return before;
  const strange = sentence.scan.bits(index) === 0 && sentence.low(index);
  // Another's introduction ("known as") introduces things too: a strange small word must be the bearer's own.
  if (strange && before.value === 13 && before.role === 'other') return undefined;
  const value = priorOf(sentence, index) + before.value;
  if (value + mostAfter < enough) return undefined;
  const sum = value + cuesAfter(sentence, index);
  // What speaks against it takes away only; of a workout it is noted too.
  if (sum < enough && !sentence.has(index, known.workout)) return undefined;
  return sum - against(sentence, index, before.value) >= enough ? before : undefined;
}
