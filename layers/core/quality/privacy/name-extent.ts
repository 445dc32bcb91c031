import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { shape } from './signs.ts';

/** The most words of one name after its first. */
const most = 4;

/**
 * The last word of a name that begins at `index`: further names, particles between them, initials.
 *
 * @param introduced its bearer gave it, so that a strange word after it belongs to it
 */
export function lastOfName(sentence: Sentence, index: number, introduced: boolean): number {
  const end = sentence.nameEnd(index);
  if (end !== undefined) return end;
  const { scan } = sentence;
  const low = sentence.low(index) || sentence.flat;
  let last = index;
  while (last < index + most && last + 1 < scan.count && !scan.possessive(last)) {
    const gap = sentence.gap(last + 1);
    if (
      gap !== ' ' &&
      !/^(?: {2}|\. | ?- ?)$/.test(gap) &&
      !(gap === '\n ' && sentence.ends(last + 1) && !sentence.has(last + 1, known.word))
    )
      break;
    if (gap === '. ' && scan.end(last) - scan.start(last) > 1) break;
    if (sentence.has(last + 1, known.particle)) {
      const over = pastParticles(sentence, last + 1, low);
      if (over === undefined) break;
      last = over;
      continue;
    }
    if (low && introduced && scan.bits(last + 1) === 0) return joins(sentence, last + 1) ? last + 1 : last;
    if (low && isWordAfterGiven(sentence, last, introduced)) return last + 1;
    if (!(low ? followsLow(sentence, last + 1) : follows(sentence, index, last + 1))) break;
    last++;
  }
  return last;
}

/**
 * The first word of a name of which `index` was told to be part: a given name or a strange word with a capital
 * right before it, too weak to be told by itself.
 */
export function firstOfName(sentence: Sentence, index: number): number {
  const before = index - 1;
  if (before < 0 || before === sentence.accepted || sentence.gap(index) !== ' ' || sentence.flat) return index;
  if (sentence.low(index) || sentence.low(before) || sentence.scan.possessive(before)) return index;
  if (sentence.scan.end(before) - sentence.scan.start(before) < 2) return index;
  if (sentence.has(before - 1, known.honorific) && !sentence.has(before, known.honorific)) return before;
  const bits = sentence.scan.bits(before);
  const isGiven = (bits & known.given) !== 0 && (bits & known.notPerson) === 0;
  // "Nguyễn Văn Hùng": the family's stands first.
  const isFamily = (bits & (known.family | known.word | known.notPerson)) === known.family;
  const named = bits === 0 || isGiven || isFamily;
  return named && !sentence.isGerman ? before : index;
}

/** "van der Berg", "de la Cruz": where the name after the particles ends. */
function pastParticles(sentence: Sentence, index: number, low: boolean): number | undefined {
  let at = index;
  while (at < index + 2 && sentence.has(at, known.particle) && sentence.gap(at + 1) === ' ') at++;
  if (at >= sentence.scan.count || sentence.has(at, known.particle)) return undefined;
  const named = low
    ? sentence.has(at, known.family | known.given) && !sentence.has(at, known.word)
    : !sentence.low(at) && at > index;
  return named ? at : undefined;
}

const followsLow = (sentence: Sentence, index: number): boolean =>
  sentence.has(index, known.family | known.given) &&
  !sentence.has(index, known.word | known.verbAfter) &&
  (!sentence.has(index, known.notPerson) || sentence.has(index, known.usual));

/** How one goes on who has said a whole name. */
const afterOwn =
  /^(?:and|but|from|here|again|speaking|calling|i|i'm|im|i've|i'd|n|at|btw|who|the|a|an|nice|new|currently|just|we)$/;
/** How a sentence goes on after a whole name of another. */
const afterOther =
  /^(?:at|from|on|in|for|to|about|who|and|n|or|with|by|but|because|when|if|so|today|yesterday|tomorrow|tonight|again|last|this|every|if)$/;

/**
 * "i'm anna baker", "MY COACH ADAM WRIGHT SAYS": a family name that is a usual word too, where capitals say nothing. It
 * ends its clause, or what follows goes on after a name: "anna baker told me", not "anna cook books".
 */
function isWordAfterGiven(sentence: Sentence, index: number, introduced: boolean): boolean {
  const next = index + 1;
  const isName = sentence.has(next, known.family) && sentence.has(next, known.word);
  if (!isName || !sentence.has(index, known.given) || sentence.gap(next) !== ' ') return false;
  const { plainSurnames, neverSurnames } = sentence.lexicon;
  const word = sentence.word(next);
  if (introduced ? neverSurnames.has(word) : !plainSurnames.has(word)) return false;
  if (sentence.scan.possessive(next) || sentence.closes(next) || next === sentence.scan.count - 1) return true;
  if (sentence.gap(next + 1) !== ' ') return false;
  const after = sentence.word(next + 1);
  if (introduced) return afterOwn.test(after);
  return afterOther.test(after) || sentence.has(next + 1, known.verbAfter | known.softVerbAfter);
}

function follows(sentence: Sentence, first: number, index: number): boolean {
  const { scan } = sentence;
  if (sentence.low(index)) return false;
  if (scan.end(index) - scan.start(index) === 1) {
    return sentence.word(index) !== 'i' && /^\.? \p{Lu}/u.test(scan.text.slice(scan.end(index), scan.end(index) + 3));
  }
  const named = sentence.has(index, known.family | known.given);
  if (sentence.has(index, known.word) && !named) {
    return sentence.closes(index) && sentence.has(first, known.given) && !sentence.has(first, known.word);
  }
  if (sentence.has(index, known.notPerson) && !sentence.has(index, known.family)) return false;
  return scan.shape(index) !== shape.upper || scan.shape(first) === shape.upper;
}

/** "it's sorcha x": kisses are no name. */
const kisses = /^x+$/;
const joins = (sentence: Sentence, index: number): boolean =>
  (sentence.closes(index) && !kisses.test(sentence.word(index))) ||
  (sentence.gap(index + 1) === ' ' && sentence.has(index + 1, known.word));
