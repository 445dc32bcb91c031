import { anyOf } from './number-cues.ts';

/** The lists of `addresses.json`. */
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
  readonly measures: readonly string[];
}

const word = "[\\p{L}][\\p{L}\\p{M}'.-]{0,30}";
const blank = '(?: {1,2}|\\n {0,6})';
const part = '(?:[/-] ?(?:\\d{1,5}[a-z]?|(?:hs|bis|i{1,3}|[a-d])(?![\\p{L}\\p{N}])))?';
const letter = '(?: ?[a-zа-я](?![\\p{L}\\p{N}]|\\. ?\\d)| (?:bis|ter)(?!\\p{L}))?';
const house = `\\d{1,6}${letter}${part}`;
/** After a street: "5 i Umeå", "5 w Krakowie", "5 a Milano" go on to the town, and have no letter. */
const houseAfter = `\\d{1,6}(?:(?! [iwyvоуве] \\p{L}| a (?!in |\\d)\\p{L})${letter.slice(0, -1)})?${part}`;
const edge = '(?<![\\p{L}\\p{N}.,:/x#$€£+-])';
const stop = '(?![\\p{L}\\p{N}])';
const postcode = [
  '\\d{5}-\\d{3,4}',
  '\\d{4}-\\d{3}',
  '\\d{8}',
  '\\d{2}-\\d{3}',
  '[a-z]{1,2}\\d[a-z\\d]? ?\\d[a-z]{2}',
  '[a-z]\\d[a-z] ?\\d[a-z]\\d',
  '\\d{4} ?[a-z]{2}(?![\\p{L}\\p{N}])',
  '\\d{3} ?\\d{2,3}',
  '\\d{4,6}',
].join('|');

const numberOfHouse = '\\d{1,4} ?[a-dа-г]?(?:/\\d{1,4})?';
/** What sort of street it is, after its name. */
const kinds = 'проспекте?|улице?|улица|бульваре?|шоссе|переулке';

const spokenUnits = 'one|two|three|four|five|six|seven|eight|nine';
const spokenTeens = 'ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen';
const spokenTens = 'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety';

/** What one says who tells where he lives. */
const residing =
  'wohn[et]|woont?|abit[oa]|viv[oe]|mor[oa]|mieszka[m]?|habite|bor på|жив[уё]т?|живет|проживаю|(?:[Aa]dresse|[Aa]nschrift|[Aa]dres|[Ii]ndirizzo|[Dd]irección|[Ee]ndereço|[Аа]дрес):';

/** Ends of words that name a street also where no number stands beside it. */
export const sureEnding = 'straße|strasse|straat|gasse|platz|laan|gracht';

/** The forms of addresses. No pattern looks further than a few dozen units, so each is linear. */
export function addressPatterns(words: AddressWords) {
  const unit = anyOf(words.units);
  const cue = new RegExp(`(?<![\\p{L}])(?:${anyOf(words.cues)})(?![\\p{L}])[^.!?\\d]{0,40}$`, 'u');
  const numbered = new RegExp(
    `${edge}(${house}),?((?:${blank}(?:${word}|\\d{1,3}(?:st|nd|rd|th)(?![\\p{L}\\p{N}]))){1,6})`,
    'giu',
  );
  const lead = `(?<![\\p{L}\\p{N}])(?:(${house}),?${blank})?(${anyOf(words.leading)})((?:${blank}${word}){1,5}?)`;
  const leading = new RegExp(
    `${lead},?${blank}(?:n[.º°]? ?|n[or]\\.? ?|no: ?|д\\. ?|дом )?(${houseAfter})${stop}`,
    'giu',
  );
  const bareLeading = new RegExp(`${lead.replace('{1,5}?', '{1,4}')}()`, 'giu');
  const ending = anyOf(words.endings);
  const compounded = `((?:${word}[ ]){0,2}?[\\p{L}][\\p{L}\\p{M}.-]{1,40}(?:${ending})|[\\p{L}-]{2,30}[ -](?:${anyOf(words.endings.filter((one) => one.length > 3))}))${stop}`;
  const compound = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:(${house})${blank})?${compounded}(?:,?${blank}(${houseAfter})${stop})?`,
    'giu',
  );
  const unitFirst = new RegExp(
    `(?<![\\p{L}\\p{N}])(?:${unit})[ .:#]{0,3}(?:no\\.? ?)?\\d{1,5}[a-z]?(?:[/-]\\d{1,5}){0,3}(?:[/-][a-z](?![\\p{L}\\p{N}]))?,?(?:${blank}${house},?)?((?:${blank}${word}){1,5})`,
    'giu',
  );
  const slashed = new RegExp(
    `${edge}\\d{1,4}(?:/\\d{1,4})?,?((?:${blank}\\d{1,2}(?:st|nd|rd|th))?(?:${blank}${word}){1,3})(?:,((?:${blank}${word}){1,2}))?(${blank}\\d{6}(?!\\d))?`,
    'giu',
  );
  const unitAfter = new RegExp(
    `^[ ,\\n]{1,8}(?:(?:${unit})[ .:#]{0,3}\\d{1,5}[a-z]?|#\\s?\\d{1,5}(?:-\\d{1,4})?|\\d{1,3}[ºª][ -]?[a-z](?=$|[,.;!?\\n)])|\\d{1,3}(?:º|°|ª|st|nd|rd|th|[a-z])? ?(?:(?:${unit})(?=[ ,\\n.;!?)]|$)|(?=[ ,\\n]))|\\d{1,3}[a-z](?=[.;!?)]|$))${stop}`,
    'iu',
  );
  const place = new RegExp(
    `^[ ,\\n-]{1,8}((?:${word}[ ,\\n-]{1,8}){0,5}?)(${postcode})${stop}((?:[ \\n,]{1,3}${word}){0,3})`,
    'iu',
  );
  const spoken = new RegExp(
    `(?<!\\p{L})(?:(?:${spokenTens})(?:[ -]?(?:${spokenUnits}))?|${spokenUnits}|${spokenTeens})((?: [\\p{L}][\\p{L}'-]{1,20}){1,2}?) (?:${anyOf(words.firm)})(?!\\p{L})`,
    'giu',
  );
  const resided = new RegExp(
    `(?<!\\p{L})(?:${residing})(?: \\p{Ll}{1,5}\\.?){0,2}? ((?:\\p{Lu}[\\p{L}'.-]{1,30}(?: (?:de|da|do|del|della|den|der|la|${kinds}))?(?:, | )){1,4}(?:д\\. ?|дом )?${numberOfHouse})${stop}`,
    'gu',
  );
  // What a pattern cannot do without is looked for before it where that is quicker: from the number on, by one word.
  const unitNumber = new RegExp(`\\d(?<=(?<![\\p{L}\\p{N}])(?:${unit})[ .:#]{0,3}(?:no\\.? ?)?\\d)`, 'iu');
  const resides = new RegExp(`(?:${residing}) `, 'u');
  const compoundParts = [
    new RegExp(`(?:${sureEnding})${stop}`, 'iu'),
    new RegExp(`\\d(?<=(?:${ending}),?${blank}\\d)`, 'iu'),
    new RegExp(`(?<![\\p{L}\\p{N}])${house}${blank}${compounded}`, 'iu'),
  ];
  /** Has a match of `compound` a number before or behind it, or an end that needs none? */
  const hasCompound = (text: string) => compoundParts.some((part) => part.test(text));
  return {
    hasCompound,
    unitNumber,
    resides,
    cue,
    spoken,
    resided,
    numbered,
    leading,
    bareLeading,
    compound,
    unitFirst,
    slashed,
    unit: unitAfter,
    place,
  };
}

export type AddressPatterns = Readonly<ReturnType<typeof addressPatterns>>;

/** "lives on Parkinson Haven street": a street without its number. */
export const unnumbered =
  /(?<![\p{L}])(?:live|lives|living|lived|house|home|apartment|flat|place|moved|address) (?:is )?(?:on|to|in|at) ((?:\p{Lu}[\p{L}'-]+ ){1,3}(?:[Ss]treet|[Rr]oad|[Aa]venue|[Ll]ane|[Dd]rive|[Cc]ourt|[Bb]oulevard|[Tt]errace|[Cc]rescent|St|Rd|Ave|Ln|Dr|Blvd)(?![\p{L}]))/gu;

/** "postcode SW1A 2AA": where letters and digits alternate, a postcode means a street. */
export const coded =
  /(?<=(?<!\p{L})(?:post ?codes?|postal codes?|zip code)(?:'s| is| was|:)?(?: now)? {1,2})(?:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}|[a-z]\d[a-z][ -]?\d[a-z]\d|\d{4} ?[a-z]{2})(?![\p{L}\p{N}])/giu;

/** "2-11-3 Meguro, Meguro-ku": quarter, block and house before the town's parts. */
export const quartered =
  /(?<![\p{L}\p{N}.,:/#-])(?:〒? ?\d{3}-\d{4},? )?\d{1,3}-\d{1,3}(?:-\d{1,4})?,? \p{L}[\p{L}-]{1,20}(?:,? \p{L}[\p{L}-]{1,20}){0,3}?-(?:ku|shi|cho|chō|machi|gun|ken|gu|dong|si|ro|gil)(?![\p{L}\p{N}-])(?:,? \p{Lu}\p{L}{2,15})?(?:,? (?:〒 ?)?\d{3}-?\d{2,4}(?!\d))?/gu;

/** The same without the town's parts: only beside a word of addresses. */
export const quarteredBare =
  /(?<![\p{L}\p{N}.,:/#-])\d{1,2}-\d{1,2}-\d{1,3},? \p{Lu}\p{L}{2,15}(?:,? \p{Lu}\p{L}{2,15}){0,2}/gu;

/** "House 12, Road 5, Dhanmondi": houses and streets by numbers alone, and the quarter. */
export const housed =
  /(?<![\p{L}\p{N}])(?:[Hh]ouse(?: [Nn]o\.?)?|[Hh]\. ?[Nn]o\.?|[Vv]illa|[Ff]lat|[Pp]lot|[Dd]oor [Nn]o\.?|[Ss]hop)[ .#:]{1,2}\d{1,4}[A-Za-z]?,? (?:[Rr]oad|[Ss]treet|[Ss]t|[Ll]ane|[Bb]lock|[Ss]ector|[Pp]hase|[Zz]one|[Aa]venue)[ .#:]{1,2}\d{1,4}[A-Za-z]?(?:, \p{Lu}[\p{L}'-]{2,20}(?: \p{Lu}[\p{L}'-]{2,20}| \d{1,2}(?!\d))?){1,3}(?: \d{4,6}(?!\d))?/gu;

/** Parts of Japanese and Korean towns, as they end a joined word. */
export const townParts: readonly string[] = ['-ku', '-shi', '-cho', '-machi', '-gu', '-dong', '-gil'];

/** Stands in each match of the two above. */
export const quarters = /\d-\d/;

/** Stands in each match of `slashed` that may be an address. */
export const slashedNumber = /\d\/\d|\d{6}/;

/** "Calle 50 #12-34": the crossing street and the metres from it. */
export const crossed =
  /(?<!\p{L})(?:calle|carrera|cra\.?|cll\.?|kr\.?|transversal|diagonal|avenida|av\.?) \d{1,3} ?[a-z]? ?(?:#|n[o°º]\.?) ?\d{1,3} ?[a-z]?-\d{1,3}(?!\d)/giu;

/** A box at a post office. */
export const box =
  /(?<![\p{L}])(?:(?:r\.?r\.?|rural route|hc) ?\d{1,3},? box|p\.? ?o\.? ?box|postfach|post office box|apartado(?: de correos)?|caixa postal|casella postale)[ #:]{1,3}\d{1,7}(?!\d)/giu;
/** What the pattern above ends with. */
export const boxNumber = /\d(?<=(?:box|postfach|apartado|correos|postale?)[ #:]{1,3}\d)/iu;
