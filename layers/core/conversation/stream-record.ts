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
  /** The sequence number, zero-padded to 40 digits: later changes of an item compare as greater. */
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
    version: SequenceNumber.padStart(40, '0'),
    writtenAt: ApproximateCreationDateTime,
    created: eventName === 'INSERT',
    newImage: NewImage,
    ...(isObject(OldImage) && { oldImage: OldImage }),
    pointer,
  };
}
