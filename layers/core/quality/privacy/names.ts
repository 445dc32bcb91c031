import type { PrivacyLexicon } from './lexicon.ts';
import { known } from './name-lexicon.ts';
import { isTaken, type Reading } from './reading.ts';
import { shape, type Word, wordsOf } from './words.ts';

/** How a name was met: by its bearer, by one who speaks to its bearer, or about a third. */
export type NameRole = 'self' | 'addressed' | 'other';
export interface FoundName {
  readonly start: number;
  readonly end: number;
  readonly role: NameRole;
}

/** A word is a name from this sum of weights on. */
const enough = 9;

/**
 * Finds people's names: each word that could be one starts with what is known of it (how it is written, whether
 * it is a given name, a family name, a usual word) and gains or loses by the words beside it.
 */
export class Names {
  readonly #lexicon: PrivacyLexicon;

  constructor(lexicon: PrivacyLexicon) {
    this.#lexicon = lexicon;
  }

  find(reading: Reading, knownNames: ReadonlySet<string> | undefined): FoundName[] {
    const words = wordsOf(reading.text, reading.lower);
    const bits = words.map(
      ({ lower }) => (this.#lexicon.bits.get(lower) ?? 0) | (contraction.test(lower) ? known.word : 0),
    );
    const pass = new Pass(this.#lexicon, reading, words, bits);
    const found: FoundName[] = [];
    for (let index = 0; index < words.length; index++) {
      const word = words[index];
      if (!word || !pass.possible(index, knownNames)) continue;
      if (isTaken(reading, word.start, word.end) || this.#lexicon.standIns.has(word.lower)) continue;
      const role = pass.judge(index, knownNames);
      if (!role) continue;
      const last = pass.extend(index, role === 'self');
      found.push({ start: word.start, end: words[last]?.end ?? word.end, role });
      pass.accepted = last;
      index = last;
    }
    return found;
  }
}

class Pass {
  readonly #lexicon: PrivacyLexicon;
  readonly #text: string;
  readonly #lower: string;
  readonly #words: readonly Word[];
  readonly #bits: readonly number[];
  readonly #flat: boolean;
  readonly #card: boolean;
  /** A workout was named already: the next name of one is another. */
  #trained = false;
  #isGerman: boolean | undefined;
  accepted = -2;

  constructor(lexicon: PrivacyLexicon, reading: Reading, words: readonly Word[], bits: readonly number[]) {
    this.#lexicon = lexicon;
    this.#text = reading.text;
    this.#lower = reading.lower;
    // Something found already: what stands alone above it is whose it is.
    this.#card = reading.found.length > 0;
    this.#words = words;
    this.#bits = bits;
    this.#flat = this.#capitalsSayNothing();
  }

  /** All in capitals, or as a headline: then a capital is no sign of a name. */
  #capitalsSayNothing(): boolean {
    let plain = 0;
    let capital = 0;
    let upper = 0;
    for (let index = 0; index < this.#words.length; index++) {
      const word = this.#words[index];
      if (!word || word.end - word.start < 2) continue;
      if (word.shape === shape.upper) upper++;
      if (!this.#has(index, known.word) || this.#has(index, known.given | known.family)) continue;
      plain++;
      if (word.shape !== shape.low) capital++;
    }
    return (upper >= 3 && upper > this.#words.length * 0.6) || (plain >= 3 && capital > plain * 0.7);
  }

  #has(index: number, bit: number): boolean {
    return ((this.#bits[index] ?? 0) & bit) !== 0;
  }

  #gap(index: number): string {
    const before = this.#words[index - 1];
    return this.#text.slice(
      before ? before.end + (before.possessive ? 2 : 0) : 0,
      this.#words[index]?.start ?? this.#text.length,
    );
  }

  possible(index: number, knownNames: ReadonlySet<string> | undefined): boolean {
    const word = this.#words[index];
    if (!word || word.end - word.start < 2 || word.end - word.start > 40) return false;
    if (knownNames?.has(word.lower)) return true;
    const bits = this.#bits[index] ?? 0;
    if ((bits & (known.honorific | known.given)) === known.honorific) return false;
    if (word.shape === shape.low || this.#flat) return (bits & known.word) === 0 || (bits & known.given) !== 0;
    return true;
  }

  judge(index: number, knownNames: ReadonlySet<string> | undefined): NameRole | undefined {
    const word = this.#words[index];
    if (!word) return undefined;
    const { value: left, role } = this.#left(index);
    if (knownNames?.has(word.lower) && !(word.shape === shape.low && this.#has(index, known.word))) return role;
    let value = this.#prior(index) + left;
    if (value + 16 < enough) return undefined;
    value += this.#right(index) - this.#against(index, left);
    return value >= enough ? role : undefined;
  }

  /** Does a sentence or a line begin with the word? */
  #begins(index: number): boolean {
    const start = this.#words[index]?.start ?? 0;
    for (let at = start - 1; at >= 0; at--) {
      const sign = this.#text[at] ?? '';
      if (/[\s"'“”„«»*_]/.test(sign) && sign !== '\n') continue;
      if (/[.!?\n:;•…>|]/.test(sign)) return true;
      if (/[^\p{L}\p{N}\p{P}]/u.test(sign)) continue;
      return false;
    }
    return true;
  }

  #prior(index: number): number {
    const word = this.#words[index];
    let bits = this.#bits[index] ?? 0;
    if (!word) return -20;
    if (bits === 0 && this.#genitive(index)) bits = known.given;
    const form = this.#flat ? shape.low : word.shape;
    const place = form === shape.low ? 2 : this.#begins(index) ? 1 : 0;
    const given = (bits & known.given) !== 0;
    const usual = (bits & known.usual) !== 0;
    const plain = (bits & known.word) !== 0;
    const family = (bits & known.family) !== 0;
    let value: number;
    if (given && usual && !plain) value = pick(10, 10, 8, place);
    else if (given && !plain) value = pick(9, 9, 5, place);
    else if (given && usual) value = pick(9, 6, 3, place);
    else if (given) value = pick(7, 3, (bits & known.common) !== 0 ? -4 : 1, place);
    else if (family && !plain) value = pick(7, 4, 2, place);
    else if (family) value = pick(3, 1, -6, place);
    else if (plain) value = pick(-2, -4, -12, place);
    else value = pick(5, 3, -3, place);
    if ((bits & known.calendar) !== 0) value = Math.min(value, 7) - 2;
    if (value === 5 && bits === 0 && this.#german()) value = 2;
    if (form === shape.upper) value -= given && usual ? 1 : 4;
    if ((bits & known.notPerson) !== 0 && !((bits & known.calendar) !== 0 && given))
      value -= given && (place !== 2 || usual) ? 2 : 8;
    if (word.end - word.start === 2) value -= place === 2 ? 4 : 2;
    return value;
  }

  /** "Johannas Plan": a given name in the German genitive, before a noun. */
  #genitive(index: number): boolean {
    const word = this.#words[index];
    const stem = word?.lower.endsWith('s') ? (this.#lexicon.bits.get(word.lower.slice(0, -1)) ?? 0) : 0;
    return (stem & known.given) !== 0 && (stem & known.word) === 0 && this.#words[index + 1]?.shape === shape.capital;
  }

  /** German writes every noun with a capital: an unknown one is no name there. */
  #german(): boolean {
    this.#isGerman ??= (this.#lower.match(german)?.length ?? 0) >= 2;
    return this.#isGerman;
  }

  /** Does a month's name stand where a month would? */
  #dated(index: number): boolean {
    const listed = this.#words[index - 1]?.lower === 'and' && !this.#has(index - 2, known.calendar);
    return (
      (this.#has(index - 1, known.calendarBefore) && !listed) ||
      /\d[\s.]*(?:st|nd|rd|th)? ?$/.test(this.#gap(index)) ||
      /^[ .]{1,2}\d/.test(this.#gap(index + 1))
    );
  }

  #phrase(index: number, length: number): string {
    const from = this.#words[index - length];
    const to = this.#words[index - 1];
    return from && to ? this.#lower.slice(from.start, to.end + (to.possessive ? 2 : 0)).replace(/\s+/g, ' ') : '';
  }

  #left(index: number): { value: number; role: NameRole } {
    const gap = this.#gap(index);
    const before = index - 1;
    if (before < 0) return { value: 0, role: 'other' };
    let value = 0;
    let role: NameRole = 'other';
    const set = (weight: number, as: NameRole = 'other') => {
      if (weight > value || (weight === value && as === 'self')) {
        value = weight;
        role = as;
      }
    };
    const close = gap.length <= 8 && /^[\s:,'"-]*$/.test(gap);
    const space = /^[ \n]{1,2}$/.test(gap);
    if (close) {
      for (let length = 1; length <= 4; length++) {
        const phrase = this.#phrase(index, length);
        if (phrase === '') break;
        if (this.#lexicon.introductions.has(phrase)) set(length > 1 ? 13 : 9, own.test(phrase) ? 'self' : 'other');
        else if (space && this.#lexicon.softIntroductions.has(phrase))
          set(
            /^(?:i'?m|i am|ich bin|soy|sou|sono|ik ben|jestem|je suis)/.test(phrase) &&
              (this.#has(index, known.given) || this.#closes(index))
              ? 5
              : 3,
            /^(?:i|ich|yo|soy|eu|sou|sono|io|ik|jestem|je)\b/.test(phrase) ? 'self' : 'other',
          );
      }
    }
    if (
      this.#has(before, known.honorific) &&
      (/^ {1,2}$/.test(gap) || (/^\. {1,2}$/.test(gap) && (this.#words[before]?.lower.length ?? 9) <= 4))
    )
      set(doubtfulTitle.test(this.#words[before]?.lower ?? '') && this.#words[before]?.shape === shape.low ? 5 : 10);
    if (this.#has(before, known.role) && !this.#words[before]?.possessive) {
      const mine = this.#has(before - 1, known.possessive) || this.#has(before - 2, known.possessive);
      if (space) set(mine ? 7 : 5);
      else if (/^(?:,| -|:|,? ?\() ?$/.test(gap) && (this.#has(index, known.given) || this.#closes(index)))
        set(mine ? 5 : 3);
    }
    if (this.#has(before, known.greeting) && /^,? {1,2}$/.test(gap) && this.#greets(before))
      set(6 + (this.#closes(index) ? 3 : 0), 'addressed');
    if (/^,\s{1,2}$/.test(gap) && this.#closes(index) && (this.#has(index, known.given) || this.#shortClause(index)))
      set(4, 'addressed');
    if (
      this.#has(before, known.signOff) &&
      /^[\s,!.~*-]{1,5}$/.test(gap) &&
      (gap.includes('\n') ||
        gap.includes(',') ||
        /^(?:x+o?x?o?|xoxo|abrazos?|bisous|besos|saludos|lg|groetjes|pozdrawiam|baci|beijos|love|hugs)$/.test(
          this.#words[before]?.lower ?? '',
        ))
    ) {
      if (this.#ends(index)) set(gap.includes('\n') ? 14 : 10, 'self');
      else if (gap.includes('\n')) set(8, 'self');
    }
    if (/(?:^|[\s])[-~] ?$/.test(gap) && this.#ends(index)) set(6, 'self');
    if (space || gap === ', ') {
      if (this.#has(before, known.personVerbBefore)) set(5);
      if (this.#has(before, known.verbBefore))
        set(this.#has(index, known.calendar) && this.#words[before]?.lower === 'with' ? 4 : 2);
      if (this.#words[before]?.lower === 'and' || gap === ', ') {
        if (this.accepted === before - 1 && this.#words[before]?.lower === 'and') set(5);
        else if (gap !== ', ' && /^(?:me|you|him|her|us|i|them)$/.test(this.#words[before - 1]?.lower ?? '')) set(8);
        else if (gap === ', ' && this.accepted === before) set(4);
      }
    }
    return { value, role };
  }

  /** "you" greets after thanks, "morning" after good: alone they do not. */
  #greets(index: number): boolean {
    const lower = this.#words[index]?.lower ?? '';
    const prior = this.#words[index - 1]?.lower ?? '';
    if (lower === 'you') return /^(?:thank|love|miss)$/.test(prior);
    if (lower === 'back') return prior === 'welcome';
    return true;
  }

  /** "Sleep well, X": at most six words since the sentence began. */
  #shortClause(index: number): boolean {
    for (let at = index - 1; at >= index - 6; at--) if (this.#begins(at)) return true;
    return false;
  }

  /** Does the sentence or the clause close after the word? */
  #closes(index: number): boolean {
    const after = this.#gap(index + 1);
    return index === this.#words.length - 1
      ? !/^ ?\d/.test(after)
      : /^\s{0,2}[,.!?;:)\n]|^\s*[^\p{L}\p{N}\s'&/-]/u.test(after);
  }

  #ends(index: number): boolean {
    let last = index;
    while (
      last < index + 2 &&
      this.#words[last + 1] &&
      / /.test(this.#gap(last + 1)) &&
      this.#gap(last + 1).length === 1
    )
      last++;
    const after = this.#gap(last + 1);
    return last === this.#words.length - 1 ? !/\d/.test(after) : /[.!?;\n]/.test(after);
  }

  #right(index: number): number {
    const word = this.#words[index];
    const next = this.#words[index + 1];
    const gap = this.#gap(index + 1);
    let value = 0;
    if (word?.possessive || this.#genitive(index)) value += 3;
    if (!next) return value + this.#alone(index);
    const small = word?.shape === shape.low;
    if (gap === ' ' && !word?.possessive) {
      value += this.#fullName(index);
      if (this.#has(index + 1, known.verbAfter)) value += this.#does(index, next.lower, small);
      else if (this.#has(index + 1, known.softVerbAfter)) value += this.#asks(index - 1) ? 4 : 1;
      if (
        /^as (?:an? |my |the |our |his |her )?(?:guardian|coach|trainer|partner|friend|emergency|contact|guest|buddy|mentor|captain|manager|doctor|nurse|teacher|boss)/.test(
          this.#lower.slice(next.start, next.start + 30),
        )
      )
        value += 6;
      if (
        this.#has(index + 1, known.particle) &&
        this.#has(index, known.given) &&
        this.#words.slice(index + 2, index + 4).some((word) => word.shape !== shape.low)
      )
        value += 4;
      const third = this.#words[index + 2]?.lower;
      if (
        /^(?:is my name|here|speaking|from my |from our |at reception|and i\b|and me\b)/.test(
          this.#lower.slice(next.start, next.start + 12),
        )
      )
        value += 6;
      else if (
        next.lower === 'from' &&
        third &&
        /^(?:accounting|work|hr|sales|marketing|finance|legal|reception|church|school|college|uni|university|class|gym|yoga|crossfit|engineering|upstairs|downstairs|next|support|payroll|procurement|logistics|admin|management|pilates|spin|physio)$/.test(
          third,
        )
      )
        value += 6;
    }
    if (this.#nameEnd(index) !== undefined) value += 10;
    if (/^, $/.test(gap) && this.#begins(index))
      value += this.#has(index + 1, known.vocativeNext)
        ? this.#has(index, known.given) ||
          /^(?:remember|drink|that's|you|you're|your|take|how|keep|try|don't|breathe|great|well)$/.test(
            this.#words[index + 1]?.lower ?? '',
          )
          ? 6
          : 4
        : 2;
    return value + this.#alone(index);
  }

  /** What a verb after the word is worth: a noun may stand before one as well. */
  #does(index: number, verb: string, small: boolean): number {
    const third = this.#words[index + 2]?.lower ?? '';
    const aboutPerson = /^(?:his|her|their|my|me|him|he|she|us|our)$/.test(third);
    if (this.#has(index, known.calendar)) return aboutPerson ? 8 : 1;
    if (small) return 3;
    if (this.#has(index, known.word)) return speech.test(verb) || !verb.endsWith('s') || aboutPerson ? 6 : 2;
    return this.#has(index, known.given | known.family) || speech.test(verb) ? 6 : 4;
  }

  #asks(index: number): boolean {
    return /^(?:did|does|is|was|has|had|can|could|will|would|should|do|if)$/.test(this.#words[index]?.lower ?? '');
  }

  /** A given name with a family name after it. */
  #fullName(index: number): number {
    const next = this.#words[index + 1];
    const bits = this.#bits[index + 1] ?? 0;
    if (!next || next.end - next.start < 2) return 0;
    const given = this.#has(index, known.given);
    const plain = (bits & known.word) !== 0;
    const family = (bits & known.family) !== 0;
    if (next.shape === shape.low || this.#flat)
      return given && family && !plain && (bits & known.notPerson) === 0 ? 4 : 0;
    if (this.#words[index]?.shape === shape.low || (bits & known.notPerson) !== 0) return 0;
    if (family && !plain) return given ? 6 : 5;
    if (family) return given ? 4 : 0;
    if (!given && this.#bits[index] === 0 && bits === 0 && next.shape === shape.capital && !this.#begins(index))
      return 3;
    return given && !plain ? 5 : 0;
  }

  /** A line that holds nothing else: a signature or the head of a card. */
  #alone(index: number): number {
    const word = this.#words[index];
    if (!word || !this.#text.includes('\n')) return 0;
    const from = this.#text.lastIndexOf('\n', word.start - 1) + 1;
    const line = this.#text.indexOf('\n', word.end);
    const to = line < 0 ? this.#text.length : line;
    if (to - from > 60 || this.#text.slice(from, word.start).trim() !== '') return 0;
    const rest = this.#text.slice(word.end, to).trim();
    if (rest !== '' && !/^(?:\p{Lu}[\p{L}'.-]* ?){1,3}$/u.test(rest)) return 0;
    if (rest !== '' && !this.#has(index, known.given)) return 0;
    const known_ = this.#has(index, known.given | known.family);
    if (from === 0 && this.#card && word.shape !== shape.low && !this.#has(index, known.word)) return 8;
    return word.shape === shape.low ? 2 : known_ ? 5 : 2;
  }

  /** What speaks against: workouts, places, makers, numbers. */
  #against(index: number, left: number): number {
    const word = this.#words[index];
    const next = this.#words[index + 1];
    const before = this.#words[index - 1];
    const gap = this.#gap(index + 1);
    let value = 0;
    if (this.#has(index, known.neverAfter) && before && this.#has(index - 1, known.honorific)) value += 12;
    if (word?.possessive && brands.test(this.#lower.slice(before?.start ?? word.start, word.end + 12))) value += 14;
    if (/^[ :(-]{0,3}\d/.test(gap) && left < 6) value += this.#has(index, known.workout) ? 9 : 2;
    if (this.#has(index, known.notPerson) && this.#has(index - 1, known.placeBefore)) value += 5;
    if (this.#has(index, known.calendar) && this.#dated(index)) value += 6;
    if (this.#has(index, known.workout) && left < 5 && this.#trains(index)) {
      this.#trained = true;
      value += 9;
    }
    if (next && this.#has(index + 1, known.notPerson) && next.shape !== shape.low && /^, $/.test(gap) && left < 5)
      value += 4;
    if (
      this.#has(index, known.word) &&
      next &&
      gap === ' ' &&
      next.shape === shape.capital &&
      this.#has(index + 1, known.word) &&
      !this.#has(index + 1, known.family)
    )
      value += 4;
    if (
      before &&
      before.shape !== shape.low &&
      this.#gap(index) === ' ' &&
      this.#has(index, known.word) &&
      !this.#has(index - 1, known.honorific) &&
      !this.#begins(index - 1) &&
      left < 5
    )
      value += 3;
    if (/^-/.test(gap) || /[\p{L}\p{N}_/@#.]$/u.test(this.#gap(index))) value += /@$/.test(this.#gap(index)) ? 20 : 3;
    return value;
  }

  #trains(index: number): boolean {
    const quoted = /["“'*]$/.test(this.#gap(index)) && /^["”'*]/.test(this.#gap(index + 1));
    if (quoted) return true;
    if (this.#has(index + 1, known.verbAfter) && !this.#has(index + 1, known.workoutAfter)) return false;
    if (
      /^(?:tell|say|ask|think|want|know|and i)/.test(
        this.#lower.slice(this.#words[index + 1]?.start ?? this.#lower.length).slice(0, 6),
      )
    )
      return false;
    if (this.#trained || this.#has(index + 1, known.workoutSure)) return true;
    if (this.#has(index - 1, known.workoutDone) && !this.#has(index + 1, known.softVerbAfter)) return true;
    if (this.#has(index + 1, known.workoutAfter) && this.#has(index - 1, known.workoutBefore)) return true;
    return training.test(this.#lower);
  }

  #closesOrJoins(index: number): boolean {
    return this.#closes(index) || (this.#gap(index + 1) === ' ' && this.#has(index + 1, known.word));
  }

  /** Where "… is my name" follows: all before it is the name. */
  #nameEnd(index: number): number | undefined {
    for (let at = index + 1; at <= index + 4; at++) {
      const start = this.#words[at]?.start;
      if (start === undefined || this.#gap(at) !== ' ') return undefined;
      if (this.#lower.startsWith('is my name', start)) return at - 1;
    }
    return undefined;
  }

  /** The last word of a name that begins at `index`: further names, particles between them, initials. */
  extend(index: number, introduced: boolean): number {
    const end = this.#nameEnd(index);
    if (end !== undefined) return end;
    let last = index;
    const low = this.#words[index]?.shape === shape.low || this.#flat;
    while (last < index + 4) {
      if (this.#words[last]?.possessive) break;
      const next = this.#words[last + 1];
      const gap = this.#gap(last + 1);
      if (!next || !/^(?: {1,2}|\. | ?- ?)$/.test(gap)) break;
      if (gap === '. ' && (this.#words[last]?.end ?? 0) - (this.#words[last]?.start ?? 0) > 1) break;
      const bits = this.#bits[last + 1] ?? 0;
      if ((bits & known.particle) !== 0 && this.#words[last + 2] && this.#gap(last + 2) === ' ') {
        const beyond = this.#words[last + 2];
        const deep = (this.#bits[last + 2] ?? 0) & (known.family | known.given);
        const second = (this.#bits[last + 2] ?? 0) & known.particle ? this.#words[last + 3] : beyond;
        if (second && (low ? deep !== 0 && !this.#has(last + 2, known.word) : second.shape !== shape.low)) {
          last += second === beyond ? 2 : 3;
          continue;
        }
        break;
      }
      if (low) {
        if (introduced && bits === 0 && this.#closesOrJoins(last + 1)) {
          last++;
          break;
        }
        if (
          (bits & (known.family | known.given)) === 0 ||
          (bits & (known.word | known.notPerson | known.verbAfter)) !== 0
        )
          break;
      } else {
        if (next.shape === shape.low) break;
        const single = next.end - next.start === 1;
        if (single && (next.lower === 'i' || !/^\.? \p{Lu}/u.test(this.#text.slice(next.end, next.end + 3)))) break;
        const plain = (bits & known.word) !== 0;
        if (
          !single &&
          plain &&
          (bits & (known.family | known.given)) === 0 &&
          !(this.#closes(last + 1) && !this.#has(index, known.word) && this.#has(index, known.given))
        )
          break;
        if ((bits & known.notPerson) !== 0 && (bits & known.family) === 0) break;
        if (next.shape === shape.upper && this.#words[index]?.shape !== shape.upper) break;
      }
      last++;
    }
    return last;
  }
}

const german =
  /(?<![\p{L}])(?:ich|und|ist|mein[ea]?[mnrs]?|nicht|der|die|das|ein|eine|einen|auf|mit|für|von|zu|hat|bin|wir|sie|er|war|heute|noch|aber)(?![\p{L}])/gu;
const speech =
  /^(?:said|says|told|tells|asked|asks|thinks|thought|texted|texts|wrote|writes|replied|suggested|recommended|mentioned|explained|laughed|smiled|cried|snores|married)$/;
const contraction = /(?:n't|'m|'ve|'re|'ll|'d|'s|'all|'am)$|^(?:d'|l'|o'c|y')/;
const pick = (middle: number, start: number, low: number, place: number): number =>
  place === 0 ? middle : place === 1 ? start : low;
const own =
  /^(?:my|mein|mi|mon|meu|mijn|il mio|i go|i'm|i am|call me|callme|calls me|called me|llámame|me llamo|je m'|m'app|moi|appele|ich|nenn|chiamami|me cha|chamo|o meu|ik|noem|mam|nazywam|na imię mi|mów|jag|mitt|jeg|benim|adım|меня|мо)/;
const doubtfulTitle =
  /^(?:miss|don|major|pan|sister|brother|father|col|fr|judge|president|officer|captain|lady|lord|seu|sri|sig|tia|tio|guru|nurse|sir)$/;
const brands =
  /(?:uncle ben's|aunt jemima's|trader joe's|ben & jerry's|papa john's|jimmy john's|wendy's|denny's|mcdonald's|arby's|carl's jr|macy's|kellogg's|hershey's|reese's|lay's|campbell's soup|jack daniel's|st john's|st\. john's|dick's|barry's|child's|farmer's|baker's|golfer's|runner's|alzheimer's|parkinson's|hashimoto's|crohn's|murphy's law)/;
const training =
  /(?<![a-z])(?:wods?|double unders?|muscle-?ups?|toes to bar|burpees?|kettlebell swings|amrap|emom|rx'?d?|for time|benchmark|hero wod|girls? wod|thrusters?|pull-?ups|rounds|time cap|scaled|box jumps|wall balls)(?![a-z])/;
