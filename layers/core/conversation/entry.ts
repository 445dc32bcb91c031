import { changesConsent, isFreshReply, isUnreadableRating, lateFacts } from './freshness.ts';
import type { Origin, Told } from './gathered.ts';
import type { Message } from './message.ts';
import type { Slot } from './pairing.ts';
import { mayTrain } from './pairing.ts';
import type { StreamRecord } from './stream-record.ts';

/** What changes of a message mean for the exchanges around it. */
export interface Changes {
  /** What made it a reply to collect. */
  readonly fresh?: Origin;
  /** What gave or took its consent. */
  readonly consentChanged?: Origin;
  /** What took it: what a reply was collected with until then must not stay. */
  readonly takenBack?: Origin;
  readonly told: readonly Told[];
}

export const originOf = ({ version, pointer, writtenAt }: StreamRecord): Origin => ({
  version,
  pointer,
  at: new Date(writtenAt * 1000).toISOString(),
});

/**
 * What one change of a message means.
 *
 * @param nameless true when nobody could tell which message it was before: what was taken back around it is not known
 * @returns also whether its rating means nothing
 */
export function changesOf(
  now: Message,
  before: Slot | undefined,
  nameless: boolean,
  origin: Origin,
): Changes & { unreadable: boolean } {
  const consentChanged = changesConsent(now, before);
  // A reply whose consent changed, either way, is looked at anew.
  const takenBack = consentChanged && (nameless || !mayTrain(now));
  const fresh = isFreshReply(now, before) || (consentChanged && now.sender !== 'user');
  return {
    ...(fresh && { fresh: origin }),
    ...(consentChanged && { consentChanged: origin }),
    ...(takenBack && { takenBack: origin }),
    told: lateFacts(now, before, fresh).map((fact) => ({ fact, origin })),
    unreadable: isUnreadableRating(now, before),
  };
}

/** What it means for a reply that the consent of a message which it may hold was changed so: it is collected anew. */
export const lookedAnew = (reply: Message, fresh: Origin, takenBack: Origin | undefined): Changes => ({
  fresh,
  ...(takenBack && { takenBack }),
  told: lateFacts(reply).map((fact) => ({ fact, origin: fresh })),
});

const later = (a: Origin | undefined, b: Origin | undefined): Origin | undefined =>
  a && b ? (a.version > b.version ? a : b) : (a ?? b);

/** What two changes of a message mean together: of each kind the later one counts. */
export function together(a: Changes, b: Changes): Changes {
  const told = new Map<string, Told>();
  for (const each of [...a.told, ...b.told]) {
    const known = told.get(each.fact.kind);
    if (!known || known.origin.version < each.origin.version) told.set(each.fact.kind, each);
  }
  const fresh = later(a.fresh, b.fresh);
  const consentChanged = later(a.consentChanged, b.consentChanged);
  const takenBack = later(a.takenBack, b.takenBack);
  return {
    ...(fresh && { fresh }),
    ...(consentChanged && { consentChanged }),
    ...(takenBack && { takenBack }),
    told: [...told.values()],
  };
}

/** Whether there is something to collect of a message. */
export const matters = ({ fresh, told }: Changes): boolean => fresh !== undefined || told.length > 0;
