import { isObject } from '../json.ts';
import type { Image } from './image.ts';

/** Where a thing came from, for a person who wants to look at it: keys and ids, no text. */
export interface Pointer {
  readonly eventId: string;
  readonly stream?: string;
  /** The item's key attributes, as DynamoDB writes them. */
  readonly keys?: Image;
  /** The place in the item's list of messages, from 0. */
  readonly place?: number;
}

/** A change of one item, as the stream tells it. */
export interface StreamRecord {
  /** 40 digits, of which later changes of an item have the greater ones: see `versionOf`. */
  readonly version: string;
  /** When the change was written, in seconds since 1970. */
  readonly writtenAt: number;
  readonly created: boolean;
  readonly newImage: Image;
  readonly oldImage?: Image;
  readonly pointer: Pointer;
}

/**
 * Reads a record of a DynamoDB stream's event.
 *
 * @returns the record, `removal` for a deletion, or a pointer alone when it is no such record
 */
export function readRecord(record: unknown): StreamRecord | 'removal' | Pointer {
  const { eventName, eventID, eventSourceARN, dynamodb } = isObject(record) ? record : {};
  if (eventName === 'REMOVE') return 'removal';
  const change = isObject(dynamodb) ? dynamodb : {};
  const { NewImage, OldImage, Keys, SequenceNumber, ApproximateCreationDateTime } = change;
  const pointer: Pointer = {
    eventId: typeof eventID === 'string' ? eventID : '',
    ...(typeof eventSourceARN === 'string' && { stream: eventSourceARN }),
    ...(isObject(Keys) && { keys: Keys }),
  };
  const readable =
    pointer.eventId !== '' &&
    (eventName === 'INSERT' || eventName === 'MODIFY') &&
    typeof SequenceNumber === 'string' &&
    /^\d{1,40}$/.test(SequenceNumber) &&
    typeof ApproximateCreationDateTime === 'number' &&
    ApproximateCreationDateTime >= 0 &&
    ApproximateCreationDateTime < 1e11 &&
    isObject(NewImage);
  if (!readable) return pointer;
  return {
    version: versionOf(SequenceNumber, eventSourceARN),
    writtenAt: ApproximateCreationDateTime,
    created: eventName === 'INSERT',
    newImage: NewImage,
    ...(isObject(OldImage) && { oldImage: OldImage }),
    pointer,
  };
}

/**
 * When the stream began, in minutes since 1970 (eight digits until 2160), before the sequence number: a stream that was
 * switched off and on again, or a restored table's, counts from the beginning, and what it tells would be older than all
 * that the one before had told. A withdrawal of consent too.
 *
 * @param stream the stream's ARN, which ends with when it began; where it does not, zeros stand there
 */
function versionOf(sequence: string, stream: unknown): string {
  const label = typeof stream === 'string' ? began.exec(stream)?.[1] : undefined;
  const minutes = label === undefined ? Number.NaN : Math.floor(Date.parse(`${label}Z`) / 60_000);
  if (!(minutes >= 0) || sequence.length > sequenceDigits) return sequence.padStart(40, '0');
  return String(minutes).padStart(40 - sequenceDigits, '0') + sequence.padStart(sequenceDigits, '0');
}
const began = /\/stream\/(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?$/;
/** AWS's have 21 to 25. */
const sequenceDigits = 32;
