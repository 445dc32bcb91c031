import { digitWords } from './digit-words.ts';
import { matchesOf } from './matches.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { cue, sign } from './signs.ts';
import type { PersonalKind } from './span.ts';

const digitWord = `(?:${[...digitWords].join('|')}|\\d)(?![\\p{L}\\p{N}])`;
/** What opens a phone, a card or a door, and whose it is. */
const pin =
  "(?:pin(?: ?number| ?code)?|pass ?code)(?: (?:for|of|to|on)(?: [\\p{L}\\d]{1,12}){1,4})?(?: is| was|'s| ?[:=])(?: now| still)?[ ]{0,2}\\\\?[\"'“‘]?";
const entry =
  "(?:alarm|door|gate|garage|building|house|entry|safe|locker|lock|keypad|lobby|lockbox|flat|apartment) (?:code|combo|combination)(?:'s| is| was|:| =)? ?";
/** "the code to my house is …": of what has a door or is locked, for a diet may have a code too. */
const locked =
  'house|home|flat|apartment|condo|place|building|dorm|cabin|airbnb|room|studio|office|clinic|gym|pool|doors?|gate|garage|shed|basement|storage|unit|lobby|entrance|lift|elevator|locker|lock|padlock|lockbox|safe|vault|mailbox|cupboard|cabinet|alarm|keypad|intercom|car|phone|ipad|tablet|laptop';
const codeTo = `(?<!(?:error|promo|discount|dress|zip|post|workout|race|cheat) )code (?:to|for|of) (?:my|our|the|his|her|their) (?:\\p{L}{1,14} ){0,2}(?:${locked})(?: (?:downstairs|upstairs|here|there|now|today))?(?:'s| is| was|:| =) ?`;
/** "locker 12 PIN 0911": four figures or six, after a word that is said of nothing else counted so. */
const bare = '(?:pin(?: ?number| ?code)?|pass ?code) (?=\\d{4}(?!\\d)|\\d{6}(?!\\d))';
const owned =
  '(?:my|his|her|our|their|your|door|gate|alarm|bank|card|phone|sim|login|account|app) (?:pin(?: ?number| ?code)?|pass ?code) ';

/** A postcode of digits, as countries write them. */
const postcode = '\\d{5}(?:-\\d{3,4})?|\\d{6}|\\d{4}(?:-\\d{3})?|\\d{3} \\d{2,3}|\\d{2}-\\d{3}';
const postal =
  "(?:zip(?: ?codes?)?|post ?codes?|postal codes?|code postal|código postal|codigo postal|codice postale|kod pocztowy|postleitzahl|plz|cep|postnummer)(?:'s| is| was| ist| est| es| è| é| to|:|=)?(?: now| still)?[ ]{0,2}[:=#]?[ ]?";

const plate =
  "(?:(?:licen[sc]e|number|registration|reg|car) ?plates?|(?:license )?tag ?#|rego|kennzeichen|nummernschild|plaque d'immatriculation|matr[íi]cula|kenteken|targa|tablica rejestracyjna)(?: number| no\\.?)?(?: is| was|'s| ist| est| es| è)?[ :=#]{1,3}";
/** "my car reg is", "the plate's": registered may be people too and plates are lifted, so the form must be a car's for sure. */
const registered =
  "(?:(?:car|van|vehicle|bike|motorbike) registration|registration (?=number|no|mark)|(?:(?:car|van|vehicle|bike|motorbike) )?reg|plate)(?: ?number| ?no\\.?| ?mark)?(?: is| was|'s)?[ :=#]{1,3}";
/** "KV19 XTR", "A123 BCD", "BCD 123 E", "7ABC123", "B-MW 1234" */
const registeredForm =
  '[a-z]{2}\\d{2} ?[a-z]{3}|[a-z]\\d{1,3} ?[a-z]{3}|[a-z]{3} ?\\d{1,3} ?[a-z]|\\d[a-z]{3}\\d{3}|[a-z]{1,3}-[a-z]{1,2} ?\\d{2,4}';
const isRegistered =
  " (?:is|ist|est|es|è) (?:my|our|his|her|the|mein|unser|mon|notre|mi|la mia) (?:car |car's |van |new )?(?:reg|registration|(?:number |licen[sc]e )?plate|rego|kennzeichen|nummernschild|matr[íi]cula|targa|kenteken)(?!\\p{L})";
/** "the 45s", "all 20k": in small letters only the British form has a blank. */
const isOfCar = (text: string): boolean =>
  !text.includes(' ') || text !== text.toLowerCase() || /^[a-z]{2}\d{2} [a-z]{3}$/.test(text);
/** "M-KL 4402", "AB12 CDE", "7ABC123", "12-abc-3", "1234 BCD" */
const plateForm =
  '(?!(?:on|in|at|is|are|was|of|to|the|my|for|and|a|i|it|has|had|got|saw|but|too|not|via|by|so|if|no|we) )[a-zäöü]{1,3}(?:[ -][a-z]{1,3})?[ -]?\\d{1,4}(?:[ -]?[a-z]{1,3}(?=[^\\p{L}]|$))?|\\d{1,3}-[a-z]{2,3}-\\d{1,4}|\\d{1,3}[a-z]{2,3}\\d{2,4}|\\d{3,4}[ -]?(?!lbs|kgs|hrs|rpm)[b-df-hj-np-tv-z]{3}';

/** What is told by the word before it, and which signs a text has that holds one. */
interface Told {
  readonly kind: PersonalKind;
  readonly form: RegExp;
  readonly signs: number;
  /** Is it one, as it was written? */
  readonly holds?: (text: string) => boolean;
}

/** A bank's branch in six digits, and what opens a phone, a card or a door: too short to be told without their word. */
const told: readonly Told[] = [
  {
    kind: 'address',
    form: new RegExp(`(?<![\\p{L}\\p{N}])${postal}(${postcode})(?![\\p{L}\\p{N}]|[.,:/-]\\d)`, 'dgu'),
    signs: sign.entry,
  },
  {
    kind: 'national_id',
    form: /(?<![\p{L}\p{N}])sort ?code(?: is| was|'s)?[ :=#]{1,3}(\d\d([ -]?)\d\d\2\d\d)(?![\p{N}]|-\d)/dgu,
    signs: sign.entry,
  },
  {
    kind: 'national_id',
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${pin}|${bare}|${owned}|${entry}|${codeTo})(\\d{4,8}[#*]?)(?![\\p{L}\\p{N}]|[.,:/-]\\d)`,
      'dgu',
    ),
    signs: sign.pin | sign.long,
  },
  {
    kind: 'national_id',
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${pin}|${owned}|${entry}|${codeTo})(${digitWord}(?:[ ,-]{1,3}${digitWord}){2,7})`,
      'dgu',
    ),
    signs: sign.pin | sign.spokenCode,
  },
  // What stands on the back of a payment card.
  {
    kind: 'card',
    form: /(?<![\p{L}\p{N}])(?:cvv2?|cvc2?|security code)(?: number| code)?(?: is| was|'s|:| =)? ?(\d{3,4})(?![\p{L}\p{N}]|[.,:/-]\d)/dgu,
    signs: sign.entry,
  },
  // What a car is known by.
  {
    kind: 'national_id',
    form: new RegExp(`(?<![\\p{L}\\p{N}])${plate}(${plateForm})(?![\\p{L}\\p{N}])`, 'dgu'),
    signs: sign.entry,
  },
  {
    kind: 'national_id',
    form: new RegExp(`(?<![\\p{L}\\p{N}])${registered}(${registeredForm})(?![\\p{L}\\p{N}])`, 'dgu'),
    signs: sign.entry,
    holds: isOfCar,
  },
  {
    kind: 'national_id',
    form: new RegExp(`(?<![\\p{L}\\p{N}])(${registeredForm})${isRegistered}`, 'dgu'),
    signs: sign.entry,
    holds: isOfCar,
  },
  // "gate: 4471#", "press 2580 at the door"
  {
    kind: 'national_id',
    form: /(?<![\p{L}\p{N}])(?:(?:gate|door|keypad|alarm|intercom|buzzer|lockbox)(?: is| was|:| =) ?|(?:gate|door|keypad|alarm|intercom|buzzer|lockbox) (?=\d+[#*]))(\d{4,8}[#*]?)(?![\p{L}\p{N}]|[.,:/-]\d)/dgu,
    signs: sign.entry | sign.long,
  },
  {
    kind: 'national_id',
    form: /(?<![\p{L}\p{N}])(?:use|press|enter|type|dial|punch(?: in)?|key in) (\d{4,8}[#*]?) (?:on|at|in|into|for) (?:the|my|our) (?:gate|door|keypad|alarm|intercom|buzzer|lockbox)(?!\p{L})/dgu,
    signs: sign.entry | sign.long,
  },
  // "bike lock combination 24-8-36"
  {
    kind: 'national_id',
    form: /(?<![\p{L}\p{N}])(?:lock|locker|safe|vault|padlock)(?:'s)? (?:combo|combination|code)(?:'s| is| was|:| =)? ?(\d{1,2}([ -])\d{1,2}\2\d{1,2})(?![\p{L}\p{N}]|[.,:/-]\d)/dgu,
    signs: sign.entry,
  },
  {
    kind: 'national_id',
    form: /(?<![\p{L}\p{N}])(?:(?:ssn|social(?: security)?(?: number)?) end(?:s|ing)(?: in| with)? |last (?:four|4)(?: digits)? of (?:my|his|her|your) (?:ssn|social(?: security)?(?: number)?)(?: is| are|:)? ?)(\d{4})(?![\p{L}\p{N}]|[.,:/-]\d)/dgu,
    signs: sign.entry | sign.long,
  },
  // How a card is told from another of the same person.
  {
    kind: 'card',
    form: /(?<![\p{L}\p{N}])(?:(?:cards?|visa|mastercard|amex|debit|credit)(?: (?:number|no|that|which|account))? end(?:s|ing)(?: in| with)? (?:- ?)?|last (?:four|4)(?: digits)?(?: (?:of|on) (?:my|the|our|his|her) (?:\p{L}{1,12} ){0,2}(?:card)| digits)(?: are| is| were|:|,)? ?)(\d{4})(?![\p{L}\p{N}]|[.,:/-]\d)/dgu,
    signs: sign.entry | sign.long,
  },
  {
    kind: 'national_id',
    form: /(?<![\p{L}\p{N}])vin(?: ?number| ?no\.?| ?code)?(?: is| was|'s)?[ :=#]{1,3}((?=[a-z]*\d)[a-hj-npr-z\d]{17})(?![\p{L}\p{N}])/dgu,
    signs: sign.entry,
  },
];

/** Of each form above there is one of these in any match: in a text of plain letters as a word, or run into the number. */
export const entryWords: readonly string[] =
  "sortcode zip zipcode zipcodes post postcode postcodes postal postale kod postleitzahl plz cep postnummer cvv cvc reg registration rego tag gate door keypad alarm intercom buzzer lockbox lock locker safe vault padlock ends ending ssn social card cards digits plate plates numberplate kennzeichen nummernschild immatriculation d'immatriculation matrícula kenteken targa tablica vin".split(
    ' ',
  );
/** Likewise, of each form of `pin`, `owned` and `entry`. */
export const pinWords: readonly string[] = ['pin', 'pinnumber', 'pincode', 'passcode', 'code', 'combo', 'combination'];
const opens = /pin|cv[cv]|cod[eí]|zip|post|plz|cep|codi|kod/;

/** Postcodes of digits, sort codes, PINs and passcodes, by the word before them: all but the first count as national numbers. */
export function findEntryNumbers(reading: Reading, signs: number): void {
  const { text, lower, isAscii } = reading;
  const held = isAscii || !opens.test(lower) ? signs : signs | sign.entry | sign.pin;
  if (!(held & sign.entry)) return;
  for (const { kind, form, signs: needed, holds } of told) {
    if ((held & needed) !== needed) continue;
    for (const match of matchesOf(form, lower)) {
      const [start, end] = match.indices?.[1] ?? [0, 0];
      if (end <= start || isTaken(reading, start, end) || holds?.(text.slice(start, end)) === false) continue;
      if (kind === 'national_id' && isCounted(reading, end)) continue;
      take(reading, kind, start, end);
    }
  }
}

const moves =
  /^(?:curls|squats|deadlifts|lunges|dips|rows|presses|raises|burpees|thrusters|sit-?ups|push-?ups|pull-?ups|crunches|planks|jumps|swings|snatches|cleans|jerks|strides|strokes)$/;
/** "lock combo 123456 curls", "gate 1000 steps" */
function isCounted({ scan }: Reading, end: number): boolean {
  const next = scan.indexAt(end);
  if (next >= scan.count || scan.start(next) - end !== 1) return false;
  return (scan.cues(next) & cue.counted) !== 0 || moves.test(scan.word(next));
}
