import type { Exchange } from '../../layers/core/conversation/exchange.ts';
import { isWithdrawn, latestSignals } from '../../layers/core/signals/signal.ts';
import { AppTable, itemOf, type Written } from './app-table.ts';
import { collecting, pseudonyms } from './collecting.ts';

/** A message of the conversation `c`: the person's at even places, the companion's at odd ones. */
export const says = (place: number, more: Partial<Written> = {}): Written => ({
  conversationId: 'c',
  place,
  sender: place % 2 === 0 ? 'user' : 'ai',
  text: `says ${place}`,
  ...more,
});
export const talk = (to: number): Written[] => Array.from({ length: to }, (_, place) => says(place));
export const exchangeId = (place: number): string => pseudonyms.exchange('c', `m${place}`);
/** Of replies at several places, sorted. */
export const exchangeIds = (...places: number[]): string[] => places.map(exchangeId).sort();

/** Both shapes of table: what is written message by message, or into the list of one item. */
export const shapes = ['message', 'conversation'] as const;

/** One conversation in a table of either shape, its collector, and what came of it. */
export function world(shape: (typeof shapes)[number], contextTurns = 3) {
  const made = collecting({
    contextTurns,
    mapping: { shape },
    table: new AppTable(shape === 'message' ? undefined : ['conversationId']),
  });
  const items = new Map<number, Record<string, unknown>>();
  const asWritten = new Map<number, ReturnType<typeof itemOf>>();
  /** Writes a message once more with other attributes; one that is undefined is not there any more. */
  const change = (place: number, more: Record<string, unknown>) => {
    const item = { ...items.get(place), ...more };
    items.set(place, item);
    made.table.put(shape === 'message' ? item : { conversationId: 'c', messages: [...items.values()] });
  };
  const write = (...written: Written[]) => {
    for (const each of written) {
      items.set(each.place, itemOf(each));
      asWritten.set(each.place, itemOf(each));
    }
    if (shape === 'message') made.table.write(...written);
    else made.table.put({ conversationId: 'c', messages: [...items.values()] });
  };
  /** Whether a message as it is now may train. */
  const allowed = (place: number): boolean => {
    const { consent, text, userId, sender, createdAt } = items.get(place) ?? {};
    return consent === true && Boolean(text && createdAt && sender) && (Boolean(userId) || sender === 'ai');
  };
  /** Whether nobody may train on a message any more; one that still consents and cannot be read is a mistake. */
  const withdrawn = (place: number) => items.get(place)?.['consent'] !== true || items.get(place)?.['text'] === '';
  const lost = (place: number) => {
    const { consent, text, sender, createdAt } = items.get(place) ?? {};
    return consent === true && [text, sender, createdAt].includes(undefined);
  };
  /** What was lost by mistake is there again. */
  const mend = (place: number, text: string | undefined) => {
    const { sender, createdAt } = asWritten.get(place) ?? {};
    change(place, { text, sender, createdAt });
  };
  /** What people say of a reply, by the table: its rating, 0 for none, and its correction. */
  const opinion = (place: number) => {
    const { rating, editedText } = items.get(place) ?? {};
    return { rating: rating === 'up' ? 1 : rating === 'down' ? -1 : 0, correction: editedText };
  };
  let from = 0;
  /** Collects what was written since the last time. */
  const collect = async () => {
    const batch = made.table.stream.slice(from);
    from = made.table.stream.length;
    return made.collect(batch);
  };
  /** What was written since the last time is never told. */
  const skip = () => {
    from = made.table.stream.length;
  };
  const failed: unknown[][] = [];
  /** The same in batches of so many records, each of which comes twice, or fails and waits for the redrive. */
  const collectBy = async (size: number, fails = () => false) => {
    for (; from < made.table.stream.length; from += size) {
      const batch = made.table.stream.slice(from, from + size);
      if (fails()) failed.push(batch);
      else for (const _ of [1, 2]) await made.collect(batch);
    }
    from = made.table.stream.length;
  };
  const waiting = () => failed.length > 0;
  /** @returns how many batches had failed */
  const redrive = async () => {
    const batches = failed.splice(0);
    for (const batch of batches) await made.collect(batch);
    return batches.length;
  };
  const signals = () => made.lake.signals.lines;
  const signalsOf = (exchange: string) => latestSignals(signals().filter((signal) => signal.exchange === exchange));
  const mayTrain = ({ id, version }: Exchange) => !isWithdrawn(version, signalsOf(id));
  /** What a dataset would hold. */
  const trains = () => [...made.lake.exchanges.values()].filter(mayTrain);
  /** The ids of it, sorted. */
  const trainingIds = () =>
    trains()
      .map(({ id }) => id)
      .sort();
  /** What datasets of before may hold, too. */
  const everyVersion = () => made.lake.shards.lines.filter(mayTrain);
  return {
    ...made,
    write,
    change,
    allowed,
    withdrawn,
    lost,
    mend,
    opinion,
    collect,
    skip,
    collectBy,
    redrive,
    waiting,
    everyVersion,
    signals,
    signalsOf,
    trains,
    trainingIds,
  };
}
