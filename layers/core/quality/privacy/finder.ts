import { Addresses } from './addresses.ts';
import { findBirthDates } from './birth-dates.ts';
import { findCodes } from './codes.ts';
import { findContacts } from './contacts.ts';
import { findCoordinates } from './coordinates.ts';
import { findDressedNumbers } from './dressed-numbers.ts';
import { findEntryNumbers } from './entry-numbers.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import type { NameRole } from './name-role.ts';
import { findNames } from './names.ts';
import { findNetworkAddresses } from './network.ts';
import { anyOf, NumberCues } from './number-cues.ts';
import { findAccounts, findNumbers, findSpokenNumbers } from './numbers.ts';
import { canonicalName } from './people.ts';
import { findByPostcode, findPinned } from './postcodes.ts';
import { readingOf } from './reading.ts';
import { Scan } from './scan.ts';
import { findScriptNames, isForeign } from './script-names.ts';
import { findScriptNumbers } from './script-numbers.ts';
import { findSecrets } from './secrets.ts';
import { sign } from './signs.ts';
import type { Span } from './span.ts';
import { unswapped } from './swapped.ts';
import { joinedView, viewOf } from './text-view.ts';

/** A span, and of a name how it was met. */
export interface Finding extends Span {
  readonly role: NameRole | undefined;
  /** Of a name: its canonical form. */
  readonly name: string | undefined;
}

/** What was found in a text. */
export interface Found {
  /** Sorted by place. */
  readonly findings: readonly Finding[];
  /** The text as it was read: in lower case, without disguise. A known name that stands not in it changes nothing. */
  readonly read: string;
  /** Where in `read` something was found: start and end of each, by place. What stands there changes nothing either. */
  readonly places: readonly number[];
}

/** Finds the personal data of one text. */
export type Finder = (original: string, knownNames?: ReadonlySet<string>) => Found;

/**
 * Puts the finders together. One scan reads the text and tells what it holds; a finder is asked only where the
 * text holds what it needs, and what an earlier one took is no other's: an address may hold a name, a link an
 * e-mail address.
 */
export function createFinder(lexicon: PrivacyLexicon): Finder {
  const cues = new NumberCues(lexicon.cues.numbers, lexicon.cues.healthCodes);
  const addresses = new Addresses(lexicon.addresses, lexicon);
  const scan = new Scan(lexicon.table, new RegExp(`(?:${anyOf(lexicon.addresses.endings)})$`, 'u'));
  return (original, knownNames) => {
    let view = viewOf(original);
    scan.read(view.text, view.lower);
    if (scan.signs & sign.spelled) {
      const joined = joinedView(view, original.length);
      if (joined) {
        view = joined;
        scan.read(view.text, view.lower);
      }
    }
    if (scan.signs & sign.swapped) {
      const plain = unswapped(view, lexicon.table);
      if (plain) {
        view = plain;
        scan.read(view.text, view.lower);
      }
    }
    const { signs } = scan;
    const foreign = !view.isAscii && isForeign(view.lower);
    const reading = readingOf(view, scan);
    if (signs & contacts) findContacts(reading, signs, lexicon);
    if (signs & sign.network) findNetworkAddresses(reading);
    if (signs & sign.birth || (foreign && signs & sign.digit)) findBirthDates(reading, signs);
    if (signs & sign.number) findPinned(reading);
    if (signs & places || (signs & sign.digit && view.lower.includes('-'))) addresses.find(reading, signs);
    if (signs & sign.digit) findByPostcode(reading, signs);
    if (signs & sign.number) findCoordinates(reading);
    if (foreign && signs & sign.digit) findScriptNumbers(reading);
    if (signs & (sign.code | sign.number)) {
      findAccounts(reading);
      findCodes(reading, cues);
    }
    if (signs & (sign.digit | sign.spokenCode)) findEntryNumbers(reading, signs);
    if (signs & sign.secret) findSecrets(reading, signs);
    if (signs & sign.spokenNumber) findSpokenNumbers(reading, cues);
    if (signs & (sign.number | sign.code)) findNumbers(reading, cues);
    if (signs & (sign.number | sign.spokenCode)) findDressedNumbers(reading, signs);
    const names = findNames(lexicon, reading, scan, knownNames);
    // One by one: so many names as a long text may hold are no list of arguments.
    if (foreign) for (const name of findScriptNames(lexicon.scripts, reading, names)) names.push(name);
    const read = view.lower;
    if (names.length === 0 && reading.spans.size === 0) return { findings: none, read, places: [] };
    // All of one form, for the code about them is quicker so.
    const finding = ({ start, end, kind }: Span, role?: NameRole): Finding => {
      const [from, to] = [view.start(start), view.end(end)];
      const name = role === undefined ? undefined : canonicalName(original.slice(from, to));
      return { start: from, end: to, kind, role, name };
    };
    const found: (Span & { readonly role?: NameRole })[] = [...reading.spans, ...names];
    found.sort((one, other) => one.start - other.start);
    const findings = found.map((span) => finding(span, span.role));
    return { findings, read, places: found.flatMap(({ start, end }) => [start, end]) };
  };
}

const contacts = sign.link | sign.at | sign.spokenEmail | sign.tag | sign.account | sign.bareHandle;
const places = sign.address | sign.leading | sign.compound;
const none: readonly Finding[] = [];
