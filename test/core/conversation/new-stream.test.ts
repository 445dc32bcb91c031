import { isWithdrawn, latestSignals } from '../../../layers/core/signals/signal.ts';
import { collecting } from '../../support/collecting.ts';

/** The records as a stream that began then tells them, counting from `first`. */
const toldBy = (records: readonly unknown[], began: string, first: bigint): unknown[] =>
  records.map((record, place) => {
    const told = record as { eventID: string; dynamodb: object };
    return {
      ...told,
      eventID: `${began} ${told.eventID}`,
      eventSourceARN: `arn:aws:dynamodb:eu-west-1:1:table/messages/stream/${began}`,
      dynamodb: { ...told.dynamodb, SequenceNumber: String(first + BigInt(place)) },
    };
  });

describe('a stream that was switched off and on', () => {
  it.each([
    ['by another stream, which counts from the beginning again', '2026-03-02T09:15:27.104', 20500000000000000910398n],
    ['by the same stream, later', '2026-03-01T08:00:00.001', 1683700000000000001136000n],
  ])('takes consent back: %s', async (_, began, first) => {
    const { table, lake, collect } = collecting();
    const turn = { conversationId: 'c', place: 0, sender: 'user' as const, text: 'I slept badly again' };
    table.write(turn, { ...turn, place: 1, sender: 'ai', text: 'What kept you up?' });
    await collect(toldBy(table.stream, '2026-03-01T08:00:00.001', 1683700000000000001135967n));
    const before = table.stream.length;
    table.write({ ...turn, consent: false });
    await collect(toldBy(table.stream.slice(before), began, first));
    const [exchange] = lake.shards.lines as { version: string }[];
    expect(lake.signals.lines).toHaveLength(1);
    expect(exchange?.version).toMatch(/^\d{40}$/);
    expect(isWithdrawn(exchange?.version ?? '', latestSignals(lake.signals.lines as never))).toBe(true);
  });
});
