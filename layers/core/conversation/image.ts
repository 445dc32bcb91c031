import { isObject } from '../json.ts';
import type { MessageMapping } from './mapping.ts';
import type { Message } from './message.ts';

/** An item as DynamoDB writes it: attribute names to typed values such as `{ S: 'text' }`. Nothing in it is trusted. */
export type Image = Readonly<Record<string, unknown>>;

/** A key's value with its type: text compares as text, numbers as numbers. */
export interface KeyValue {
  readonly type: 'S' | 'N';
  readonly value: string;
}

/** Why a message could not be read: the attribute that is missing or makes no sense. Says nothing of its content. */
export type UnreadableReason = `unreadable_${keyof MessageMapping['attributes']}`;

/** Text, a number's digits, or `true` and `false`; undefined for what is absent, null, or of another type. */
export function scalar(image: Image | undefined, name: string): string | undefined {
  const value = image?.[name];
  if (!isObject(value)) return undefined;
  if (typeof value['S'] === 'string') return value['S'];
  if (typeof value['N'] === 'string') return value['N'];
  return typeof value['BOOL'] === 'boolean' ? String(value['BOOL']) : undefined;
}

/** A key attribute's value; undefined when it is absent or neither text nor number. */
export function keyValue(image: Image | undefined, name: string): KeyValue | undefined {
  const value = image?.[name];
  if (!isObject(value)) return undefined;
  if (typeof value['S'] === 'string') return { type: 'S', value: value['S'] };
  return typeof value['N'] === 'string' ? { type: 'N', value: value['N'] } : undefined;
}

/** The entries of a list of maps; undefined when it is not a list. An entry that is not a map is undefined. */
export function mapsIn(image: Image, name: string): (Image | undefined)[] | undefined {
  const value = image[name];
  if (!isObject(value) || !Array.isArray(value['L'])) return undefined;
  return value['L'].map((entry: unknown) => (isObject(entry) && isObject(entry['M']) ? entry['M'] : undefined));
}

/** As DynamoDB orders the items of a conversation. */
export function compareKeys(a: KeyValue, b: KeyValue): number {
  const asNumbers = a.type === 'N' && b.type === 'N' ? Number(a.value) - Number(b.value) : 0;
  // Digits beyond a double's are told apart as text, which is right for the like-sized integers that times are.
  return asNumbers || (a.value < b.value ? -1 : Number(a.value > b.value));
}

// Seconds since 1970 pass this in the year 5138, milliseconds did so in 1973.
const leastMilliseconds = 1e11;
// From 1973 to 2286, in either unit. Digits beyond are no count of these: a day such as 20260105, a day of a spreadsheet.
const [leastNumber, mostNumber] = [1e8, 1e13];

const hasZone = /:\d\d(?:\.\d+)?\s*(?:[ap]m\s*)?(?:\b(?:z|utc?|gmt|[ecmp][sd]t)\b|z$|[+-]\d)/i;
const dayFirst = /^\s*(\d{1,2})\.(\d{1,2})\.(?=\d)/;

/** A time without a zone is of UTC: `Date` would take the zone of the machine, and each would read another time. */
function dateOf(text: string): Date {
  const monthFirst = text.replace(dayFirst, '$2/$1/');
  if (hasZone.test(monthFirst)) return new Date(monthFirst);
  const [iso, other] = [new Date(`${monthFirst}Z`), new Date(`${monthFirst} UTC`)];
  return Number.isNaN(iso.getTime()) ? other : iso;
}

/**
 * ISO 8601 in UTC; undefined when the text says no time.
 *
 * @param text ISO 8601 or another date that `Date` reads, without a zone in UTC, `1/5/2026` month first and `5.1.2026`
 *   day first; or a number of seconds or milliseconds since 1970
 */
export function instant(text: string): string | undefined {
  const number = Number(text);
  const isNumber = !Number.isNaN(number);
  if (text.trim() === '' || (isNumber && !(number >= leastNumber && number < mostNumber))) return undefined;
  const date = isNumber ? new Date(number < leastMilliseconds ? number * 1000 : number) : dateOf(text);
  if (Number.isNaN(date.getTime())) return undefined;
  const iso = date.toISOString();
  return iso.length === 24 ? iso : undefined;
}

/**
 * Reads one message.
 *
 * @param own the message's attributes
 * @param around the item that holds it, which says what the message itself does not; the message itself in shape `message`
 * @param place what a message without an id is called; undefined when it must have one
 * @returns the message, `ignored` when it is from neither person nor companion, or why it cannot be read
 */
export function readMessage(
  own: Image,
  around: Image,
  mapping: MessageMapping,
  place?: string,
): Message | 'ignored' | UnreadableReason {
  const { attributes: names } = mapping;
  const value = (name: string) => scalar(own, name) ?? scalar(around, name);

  const from = value(names.sender);
  if (from === undefined) return 'unreadable_sender';
  if (mapping.ignoredSenders.includes(from)) return 'ignored';
  const sender = mapping.userSenders.includes(from) ? 'user' : mapping.aiSenders.includes(from) ? 'ai' : undefined;
  if (sender === undefined) return 'unreadable_sender';

  const conversationId = scalar(around, names.conversationId);
  if (!conversationId) return 'unreadable_conversationId';
  const id = scalar(own, names.messageId) ?? place;
  if (!id) return 'unreadable_messageId';
  const consent = consents(own, around, mapping);
  // Deleted softly it has neither text nor person and keeps its place: a reply that replaces it is known by its name.
  const text = scalar(own, names.text) ?? (consent ? undefined : '');
  if (text === undefined) return 'unreadable_text';
  const createdAt = instant(value(names.createdAt) ?? '');
  if (createdAt === undefined) return 'unreadable_createdAt';
  // Some tables name the person on the person's own messages only.
  const userId = value(names.userId) ?? '';
  if (userId === '' && sender === 'user' && consent) return 'unreadable_userId';

  const rating = scalar(own, names.rating);
  const editedText = scalar(own, names.editedText);
  const regenerates = scalar(own, names.regenerates);
  const model = value(names.model);
  const variant = value(names.variant);
  return {
    conversationId,
    id,
    userId,
    sender,
    text,
    createdAt,
    consent,
    ...(model && { model }),
    ...(variant && { variant }),
    ...(regenerates && { regenerates }),
    ...(rating && { rating: ratingOf(rating, mapping) }),
    ...(editedText?.trim() && { editedText }),
  };
}

/**
 * What of a message that cannot be read tells which it is, so that its consent can be taken back all the same.
 *
 * @param own, around, place as for `readMessage`
 * @returns it without consent and text; null when its conversation or its name is missing
 */
export function outlineOf(own: Image, around: Image, mapping: MessageMapping, place?: string): Message | null {
  const names = mapping.attributes;
  const conversationId = scalar(around, names.conversationId);
  const id = scalar(own, names.messageId) ?? place;
  if (!conversationId || !id) return null;
  const value = (name: string) => scalar(own, name) ?? scalar(around, name) ?? '';
  const from = value(names.sender);
  const sender = mapping.userSenders.includes(from) ? 'user' : mapping.aiSenders.includes(from) ? 'ai' : 'unknown';
  const regenerates = scalar(own, names.regenerates);
  return {
    conversationId,
    id,
    userId: value(names.userId),
    sender,
    text: '',
    createdAt: '',
    consent: false,
    ...(regenerates && { regenerates }),
  };
}

/** Whether a message may train, by itself or by the item that holds it, even where the rest of it cannot be read. */
export function consents(own: Image, around: Image, mapping: MessageMapping): boolean {
  const { consent } = mapping.attributes;
  const where = consent in own ? own : consent in around ? around : undefined;
  if (where === undefined) return mapping.consentAssumed;
  const said = scalar(where, consent);
  return said !== undefined && mapping.consentGranted.includes(said);
}

/** Whether it consents and is not emptied, which is to take it back; a text that cannot be read is no empty one. */
export const allows = (own: Image, around: Image, mapping: MessageMapping): boolean =>
  consents(own, around, mapping) && scalar(own, mapping.attributes.text)?.trim() !== '';

/** -1 to 1: thumbs are the ends, stars stand between them. */
export function ratingOf(said: string, { ratingsUp, ratingsDown, ratingStars }: MessageMapping): number | 'unreadable' {
  if (ratingsUp.includes(said)) return 1;
  if (ratingsDown.includes(said)) return -1;
  const stars = Number(said);
  return stars >= 1 && stars <= ratingStars ? (2 * (stars - 1)) / (ratingStars - 1) - 1 : 'unreadable';
}
