import type { PrivacyLexicon } from './lexicon.ts';
import { known } from './name-lexicon.ts';
import { anyOf } from './number-cues.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { sign } from './scan.ts';

export interface AddressWords {
  readonly cues: readonly string[];
  readonly firm: readonly string[];
  readonly soft: readonly string[];
  readonly leading: readonly string[];
  readonly sureLeading: readonly string[];
  readonly endings: readonly string[];
  readonly units: readonly string[];
  readonly states: readonly string[];
  readonly stops: readonly string[];
}

const word = "[\\p{L}][\\p{L}\\p{M}'.-]{0,30}";
const blank = '(?: {1,2}|\\n {0,6})';
const house = '\\d{1,6}(?: ?[a-z](?![\\p{L}\\p{N}]))?(?:[/-] ?\\d{1,5}[a-z]?)?';
const edge = '(?<![\\p{L}\\p{N}.,:/x#$€£+-])';
const stop = '(?![\\p{L}\\p{N}])';
const postcode = [
  '\\d{5}-\\d{3,4}',
  '\\d{8}',
  '\\d{2}-\\d{3}',
  '[a-z]{1,2}\\d[a-z\\d]? ?\\d[a-z]{2}',
  '[a-z]\\d[a-z] ?\\d[a-z]\\d',
  '\\d{4} ?[a-z]{2}(?![\\p{L}\\p{N}])',
  '\\d{3} ?\\d{3}',
  '\\d{4,6}',
].join('|');

/** Finds postal addresses: a street with a house number, and what follows it (unit, town, state, postcode). */
export class Addresses {
  readonly #lexicon: PrivacyLexicon;
  readonly #cue: RegExp;
  readonly #numbered: RegExp;
  readonly #leading: RegExp;
  readonly #bareLeading: RegExp;
  readonly #compound: RegExp;
  readonly #unitFirst: RegExp;
  readonly #slashed: RegExp;
  readonly #firm: ReadonlySet<string>;
  readonly #soft: ReadonlySet<string>;
  readonly #sure: ReadonlySet<string>;
  readonly #stops: ReadonlySet<string>;
  readonly #states: ReadonlySet<string>;
  readonly #unit: RegExp;
  readonly #place: RegExp;

  constructor(words: AddressWords, lexicon: PrivacyLexicon) {
    this.#lexicon = lexicon;
    this.#firm = new Set(words.firm);
    this.#soft = new Set(words.soft);
    this.#sure = new Set(words.sureLeading);
    this.#stops = new Set(words.stops);
    this.#states = new Set(words.states);
    const unit = anyOf(words.units);
    this.#cue = new RegExp(`(?<![\\p{L}])(?:${anyOf(words.cues)})(?![\\p{L}])[^.!?\\d]{0,40}$`, 'u');
    this.#numbered = new RegExp(`${edge}(${house}),?((?:${blank}${word}){1,6})`, 'giu');
    const lead = `(?<![\\p{L}\\p{N}])(?:(${house}),?${blank})?(${anyOf(words.leading)})((?:${blank}${word}){1,5}?)`;
    this.#leading = new RegExp(`${lead},?${blank}(?:n[.º°]? ?|nr\\.? ?)?(${house})${stop}`, 'giu');
    this.#bareLeading = new RegExp(`${lead.replace('{1,5}?', '{1,4}')}()`, 'giu');
    this.#compound = new RegExp(
      `(?<![\\p{L}\\p{N}])(?:(${house})${blank})?((?:${word}[ ]){0,2}?[\\p{L}][\\p{L}\\p{M}.-]{1,40}(?:${anyOf(words.endings)})|[\\p{L}-]{2,30}[ -](?:${anyOf(words.endings.filter((ending) => ending.length > 3))}))${stop}(?:,?${blank}(${house})${stop})?`,
      'giu',
    );
    this.#unitFirst = new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${unit})[ .:#]{0,3}(?:no\\.? ?)?\\d{1,5}[a-z]?(?:[/-]\\d{1,5})?,?(?:${blank}${house},?)?((?:${blank}${word}){1,5})`,
      'giu',
    );
    this.#slashed = new RegExp(
      `${edge}\\d{1,4}(?:/\\d{1,4})?,?((?:${blank}${word}){1,3})(?:,((?:${blank}${word}){1,2}))?(${blank}\\d{6}(?!\\d))?`,
      'giu',
    );
    this.#unit = new RegExp(
      `^[ ,\\n]{1,8}(?:(?:${unit})[ .:#]{0,3}\\d{1,5}[a-z]?|#\\s?\\d{1,5}|\\d{1,3}(?:º|°|ª)? ?(?:${unit})?(?=[ ,\\n]))${stop}`,
      'iu',
    );
    this.#place = new RegExp(
      `^[ ,\\n]{1,8}((?:${word}[ ,\\n]{1,8}){0,5}?)(${postcode})${stop}((?:[ \\n,]{1,3}${word}){0,3})`,
      'iu',
    );
  }

  find(reading: Reading, signs: number): void {
    const { text, lower } = reading;
    if (signs & sign.leading) {
      scan(this.#leading, text, (match) => this.#tryLeading(reading, match));
      scan(this.#bareLeading, text, (match) => this.#tryBareLeading(reading, match));
    }
    if (signs & sign.address) {
      for (const match of text.matchAll(this.#unitFirst)) this.#tryStreet(reading, match, match[1] ?? '', true);
      for (const match of text.matchAll(this.#numbered)) this.#tryStreet(reading, match, match[2] ?? '', false);
      for (const match of text.matchAll(this.#slashed)) this.#trySlashed(reading, match);
      if (lower.includes('box') || lower.includes('postfach') || lower.includes('apartado')) {
        for (const match of text.matchAll(box)) this.#close(reading, match.index, match.index + match[0].length);
      }
      for (const match of text.matchAll(unnumbered)) {
        const [whole, street = ''] = match;
        this.#close(reading, match.index + whole.length - street.length, match.index + whole.length);
      }
    }
    if (signs & sign.compound) for (const match of text.matchAll(this.#compound)) this.#tryCompound(reading, match);
  }

  #cued(reading: Reading, start: number): boolean {
    return (
      this.#cue.test(reading.lower.slice(Math.max(0, start - 60), start)) ||
      /^[^.!?]{6,80}(?:as|is|was) (?:your|my|his|her|their|our|the) (?:new |home |old |billing |shipping )?address/.test(
        reading.lower.slice(start, start + 110),
      )
    );
  }

  /** The first street word among the words after a number ends the street. */
  #tryStreet(reading: Reading, match: RegExpExecArray, words: string, unit: boolean): void {
    const start = match.index;
    const wordsStart = start + match[0].length - words.length;
    const cued = this.#cued(reading, start);
    let count = 0;
    for (const part of words.matchAll(/[\p{L}][\p{L}\p{M}'-]*\.?/gu)) {
      const name = part[0].toLowerCase().replace(/\.$/, '');
      count++;
      const firm = this.#firm.has(name);
      if (count > 1 && (firm || this.#soft.has(name))) {
        const before = words.slice(0, part.index).trim().split(/\s+/);
        if (firm || cued || unit || this.#namelike(before, part[0])) {
          let end = wordsStart + part.index + part[0].length;
          if (part[0].endsWith('.') && !/^\.\s+[\p{Ll}\d]/u.test(reading.text.slice(end - 1, end + 3))) end--;
          const of = /^ of way\b/i.exec(reading.text.slice(end, end + 8));
          if (of && name === 'right') end += of[0].length;
          this.#close(reading, start, end);
          return;
        }
      }
      if (this.#stops.has(name) && !(name === 'of' && count > 1)) {
        return;
      }
    }
    const suite =
      /^((?:[ \n]{1,3}\p{Lu}[\p{L}\p{M}'-]+){1,3})[ ,\n]{1,3}(?:Apt|Suite|Unit|Flat|Piso|Apartment|Apto|Wohnung|Appt|Floor)\b/u.exec(
        words,
      );
    if (suite) {
      this.#close(reading, start, wordsStart + (suite[1] ?? '').length);
      return;
    }
    if (cued && (unit || count >= 2)) {
      // A cue, a number and names: an address, though its street word is unknown.
      const named = /^(?:[ \n]{1,3}\p{Lu}[\p{L}\p{M}'-]+){1,3}/u.exec(words);
      const short = /^(?: \p{Ll}[\p{L}\p{M}'-]+){2,3}(?=$|[.,;!?\n])/u.exec(
        words + reading.text.slice(match.index + match[0].length, match.index + match[0].length + 1),
      );
      const ends = named ?? short;
      if (ends) this.#close(reading, start, wordsStart + ends[0].length);
    }
  }

  #namelike(before: readonly string[], suffix: string): boolean {
    const capital = /^\p{Lu}/u;
    if (capital.test(suffix) && before.every((name) => capital.test(name))) return true;
    return before.every((name) => this.#lexicon.isPersonWord(name.toLowerCase()));
  }

  #trySlashed(reading: Reading, match: RegExpExecArray): void {
    const [whole, words = '', town = '', pin] = match;
    if (!/^\d+\//.test(whole) && pin === undefined) return;
    const capital = /^\p{Lu}/u.test(words.trim()) && (pin !== undefined || /^\p{Lu}/u.test(town.trim()));
    if (capital || this.#cued(reading, match.index)) this.#close(reading, match.index, match.index + whole.length);
  }

  #tryLeading(reading: Reading, match: RegExpExecArray): void {
    const [whole, first, type = '', name = '', last] = match;
    const number = first ?? last;
    const kind = type.toLowerCase();
    const capital = /^\s*(?:(?:de|da|do|dos|das|del|della|di|la|las|los|el|du|des|le|les|l'|d')\s+){0,2}\p{Lu}/u.test(
      name,
    );
    const english = /^(?:place|route|via|area|avenue|campo|canada|plaza|patio|pl|al|os|r|bd|largo|vale|av)\.?$/.test(
      kind,
    );
    if (number === undefined) return;
    if (first !== undefined && last !== undefined) {
      // The number stood before the street: the one after it is a postcode.
      const end = match.index + whole.lastIndexOf(last);
      if (capital || this.#sure.has(kind) || this.#cued(reading, match.index))
        this.#close(
          reading,
          match.index,
          match.index + reading.text.slice(match.index, end).replace(/[\s,]+$/, '').length,
        );
      return;
    }
    if (english && !capital) return;
    if (last !== undefined && this.#unitAfter(reading, match.index + whole.length)) return;
    if (
      !capital &&
      !this.#sure.has(kind) &&
      !this.#cued(reading, match.index) &&
      !this.#place.test(reading.text.slice(match.index + whole.length, match.index + whole.length + 60))
    )
      return;
    this.#close(reading, match.index, match.index + whole.length);
  }

  /** "21 Rua de Alves", "Avenida de Elisa Llanos": the capital letters say where it ends. */
  #tryBareLeading(reading: Reading, match: RegExpExecArray): void {
    const [whole, number, type = '', name = ''] = match;
    if (number === undefined && !this.#sure.has(type.toLowerCase())) return;
    const named =
      /^(?:[ \n]+(?:de|da|do|dos|das|del|della|di|la|las|los|el|du|des|le|les|d'|of))*(?:[ \n]+(?:de |da |do |e |y |del )?\p{Lu}[\p{L}\p{M}'.-]*){1,4}/u.exec(
        name,
      );
    if (named) this.#close(reading, match.index, match.index + whole.length - name.length + named[0].length);
  }

  #unitAfter({ lower }: Reading, end: number): boolean {
    const next = /^ ?([a-z]{1,12})/.exec(lower.slice(end, end + 14))?.[1];
    return (
      next !== undefined &&
      this.#stops.has(next) &&
      ![
        'and',
        'or',
        'in',
        'i',
        'to',
        'on',
        'is',
        'was',
        'for',
        'with',
        'at',
        'from',
        'my',
        'a',
        'then',
        'of',
        'by',
        'm',
      ].includes(next)
    );
  }

  #tryCompound(reading: Reading, match: RegExpExecArray): void {
    const [whole, first, street = '', last] = match;
    if (first === undefined && last === undefined) {
      if (!/(?:straße|strasse|straat|gasse|platz|laan|gracht)$/iu.test(street) || !/^\p{Lu}/u.test(street)) return;
      if (!this.#cued(reading, match.index)) return;
    }
    const compound = street.toLowerCase().split(/[ -]/).at(-1) ?? '';
    if (this.#lexicon.isWord(compound) && !/^\p{Lu}/u.test(street)) return;
    if (this.#lexicon.isWord(compound) && !this.#cued(reading, match.index)) return;
    if (last !== undefined && this.#unitAfter(reading, match.index + whole.length)) return;
    const small = first === undefined ? (/^(?:\p{Ll}[\p{L}'-]* )+(?=\p{Lu})/u.exec(whole)?.[0].length ?? 0) : 0;
    this.#close(reading, match.index + small, match.index + whole.length);
  }

  /** Adds what follows a street: units, town, state, postcode, country. */
  #close(reading: Reading, start: number, streetEnd: number): void {
    const { text } = reading;
    let end = streetEnd;
    for (let turn = 0; turn < 4; turn++) {
      const rest = text.slice(end, end + 120);
      const unit = this.#unit.exec(rest);
      const place = this.#place.exec(rest);
      if (place && this.#placelike(place[1] ?? '')) {
        end += place[0].length - (place[3] ?? '').length;
        end += this.#town(place[3] ?? '', text.slice(streetEnd, end) === text.slice(streetEnd, end).toLowerCase());
        break;
      }
      if (unit) {
        end += unit[0].length;
        continue;
      }
      const town =
        /^(?:,[ \n]{0,2}|\n {0,6})(?:\p{Lu}[\p{L}\p{M}'.-]{1,30}(?: (?:de|da|do|del|la|upon|on|sur|am|di) | |-)?){1,3}/u.exec(
          rest,
        )?.[0];
      const low = /^,[ ]\p{Ll}[\p{L}\p{M}'-]{1,30}(?: \p{Ll}[\p{L}\p{M}'-]{2,30})?(?=[,.;!?\n]|$| and | i )/u.exec(
        rest,
      )?.[0];
      const next = town?.trimEnd() ?? (low && this.#unknown(low) ? low : undefined);
      if (!next || (town && this.#sentence(next))) break;
      end += next.length;
    }
    const tail =
      /^,? ?(?:USA|U\.S\.A\.|UK|England|Scotland|Wales|Canada|Australia|India|Ireland|Germany|France|Spain|Italy|Poland|Brazil|Netherlands)(?![\p{L}])/u.exec(
        text.slice(end, end + 20),
      );
    if (tail) end += tail[0].length;
    while (/[\s,.'-]/.test(text[end - 1] ?? '')) end--;
    if (!isTaken(reading, start, end)) take(reading, 'address', start, end);
    else if (!isTaken(reading, start, streetEnd)) take(reading, 'address', start, streetEnd);
  }

  #placelike(words: string): boolean {
    const parts = words.split(/[ ,\n]+/).filter(Boolean);
    return parts.every(
      (part) =>
        this.#states.has(part.toLowerCase()) ||
        /^\p{Lu}/u.test(part) ||
        !this.#lexicon.isWord(part.toLowerCase()) ||
        /^(?:de|da|do|del|la|san|west|east|north|south|port|new|lake|st|fort|upon|saint|santa)$/i.test(part),
    );
  }

  /** How much of the words after a postcode is a town. */
  #town(words: string, low: boolean): number {
    let length = 0;
    for (const part of words.matchAll(/([ \n,]{1,3})([\p{L}][\p{L}\p{M}'.-]*)/gu)) {
      const name = part[2] ?? '';
      const known = this.#lexicon.isWord(name.toLowerCase());
      if ((part[1] ?? '').includes(',') && !/^\p{Lu}/u.test(name)) break;
      if (
        /^\p{Lu}/u.test(name)
          ? known &&
            length === 0 &&
            (this.#lexicon.table.bitsOf(name.toLowerCase()) & common) !== 0 &&
            !placeWord.test(name)
          : known || (!low && length > 0)
      )
        break;
      length = part.index + part[0].length;
    }
    return length;
  }

  #unknown(words: string): boolean {
    const parts = words.split(/[ ,]+/).filter(Boolean);
    return (
      parts.some((part) => !this.#lexicon.isWord(part)) || /^, (?:west|east|north|south|port|new|lake) /.test(words)
    );
  }

  #sentence(words: string): boolean {
    const first = /\p{L}+/u.exec(words)?.[0].toLowerCase() ?? '';
    return (
      this.#lexicon.isWord(first) &&
      !/^(?:west|east|north|south|port|new|lake|fort|saint|san|mount|upper|lower|great|little|old)$/.test(first)
    );
  }
}

/** Like matchAll, but after each match goes on at the next word: a match that was refused must not hide another. */
function scan(pattern: RegExp, text: string, each: (match: RegExpExecArray) => void): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    each(match);
    pattern.lastIndex = match.index + (/^[\p{L}\p{N}]+/u.exec(match[0])?.[0].length ?? 1);
  }
}

/** "lives on Parkinson Haven street": a street without its number. */
const unnumbered =
  /(?<![\p{L}])(?:live|lives|living|lived|house|home|apartment|flat|place|moved|address) (?:is )?(?:on|to|in|at) ((?:\p{Lu}[\p{L}'-]+ ){1,3}(?:[Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Dd]rive|[Cc]ourt|[Bb]oulevard|[Tt]errace|[Cc]rescent|St|Rd|Ave|Ln|Dr|Blvd)(?![\p{L}]))/gu;

const common = known.common;
const placeWord =
  /^(?:west|east|north|south|port|new|lake|fort|saint|san|santa|st|mount|upper|lower|great|little|old|los|las|la|el|de|da|dos|den|des|le)$/i;
const box =
  /(?<![\p{L}])(?:p\.? ?o\.? ?box|postfach|post office box|apartado(?: de correos)?|caixa postal|casella postale)[ #:]{1,3}\d{1,7}(?!\d)/giu;
