import { matchesOf } from './matches.ts';
import { isTaken, type Reading, take } from './reading.ts';
import { sign } from './signs.ts';

/** A postcode of the United Kingdom, as it is written: its last two letters are none that look like others. */
const british = /(?<![\p{L}\p{N}])[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}(?![\p{L}\p{N}])/gu;
const namesBefore = /(?:(?<![\p{L}\p{N}])(?:\p{Lu}[\p{L}'.-]{1,30}|of|on|upon|the|le|\d{1,4}[a-z]?),? ){0,8}$/u;
const firstName = /\p{Lu}|\d/u;

/** A postcode of digits between a comma and its town. */
const towned =
  /, ?(?:[A-Z]{1,2}-)?(?:\d{5}|\d{4}(?: [A-Z]{2})?|\d{2}-\d{3}|\d{3} \d{2}) (\p{Lu}\p{L}{2,30})(?![\p{L}\p{N}])/gu;
/** A street of any kind with its house number: "An der Alster 42", "Karl Johans gate 22". */
const streetBefore =
  /(?<![\p{L}\p{N}])\p{Lu}[\p{L}'.-]{1,30}(?: (?:de|der|den|dem|la|le|di|du|des|gate|vei|utca|\p{Lu}[\p{L}'.-]{1,30})){0,3} \d{1,4} ?[a-d]?(?:\/\d{1,4})?$/u;
/** What was counted, not a town; some have a capital in German too. */
const counted =
  /^(?:schritte|kalorien|meter|sekunden|minuten|stunden|wiederholungen|kilo|liter|runden|steps|kcal|calories|units|points|metres|meters|reps|times|iu|mc?g)$/i;
/** A postcode of India or Singapore, at the end of an address; none is a round number of thousands, as amounts are. */
const pinned = /(?<=(\p{L}+),? {0,2}(?:- ?)?)[1-9]\d{2} ?(?!000)\d{3}(?![\p{L}\p{N}])(?= ?(\p{L}*))/gu;
/** "B-17, Some Vihar, Town": a house or plot by its number, and two names or more with a comma between. */
const plotBefore =
  /(?<![\p{L}\p{N}])(?:(?:(?:[hd]|plot|flat|house|door|shop|block)\.? ?[Nn]o|(?:H|D|Plot|Flat|House|Door|Shop|Qtr|Blk|Block)\.?(?: ?[Nn]o)?)[.:]? ?)?#?(?:[A-Z]{1,2}[-/ ]?)?\d{1,4}(?:[-/]\d{1,4}){0,3}(?:[-/ ]?[A-Za-z])?,? (?=[^,]{2,60},)(?:(?:\p{Lu}[\p{L}.'-]{1,24}|#?\d{1,3}(?:st|nd|rd|th|-\d{1,4})?)[ ,]{1,3}){2,12}(?:- ?)?$/u;
/** Most texts with digits hold nothing like it. */
const hint = /[A-Z\d] \d[A-Z]{2}|\d[a-d]?, ?[A-Z\d]/;
/** So far before a postcode its address is looked for. */
const far = 100;

/** Addresses whose street is of no known kind, or has no number, by the postcode after them. */
export function findByPostcode(reading: Reading, signs: number): void {
  if (signs & sign.lettered) findBritish(reading);
  if (signs & (sign.number | sign.long)) findTowned(reading);
}

/** "C-42, Green Gardens, New Town 110016": before the finders of streets, which would end it at the first one. */
export function findPinned(reading: Reading): void {
  const { text } = reading;
  for (const { index, 0: code, 1: before = '', 2: after = '' } of matchesOf(pinned, text)) {
    if (counted.test(before) || counted.test(after)) continue;
    const plot = plotBefore.exec(text.slice(Math.max(0, index - far), index))?.[0];
    if (plot !== undefined) take(reading, 'address', index - plot.length, index + code.length);
  }
}

function findBritish(reading: Reading): void {
  const { text } = reading;
  if (!hint.test(text)) return;
  for (const { index, 0: code } of matchesOf(british, text)) {
    const piece = text.slice(Math.max(0, index - far), index);
    const names = namesBefore.exec(piece)?.[0] ?? '';
    const first = names.search(firstName);
    const start = first < 0 ? index : index - names.length + first;
    const end = index + code.length;
    take(reading, 'address', isTaken(reading, start, end) ? index : start, end);
  }
}

function findTowned(reading: Reading): void {
  const { text } = reading;
  for (const match of matchesOf(towned, text)) {
    const { index, 0: whole, 1: town = '' } = match;
    const piece = text.slice(Math.max(0, index - far), index);
    const street = streetBefore.exec(piece);
    if (!street || counted.test(town)) continue;
    const start = index - piece.length + street.index;
    if (!isTaken(reading, start, index + whole.length)) take(reading, 'address', start, index + whole.length);
  }
}
