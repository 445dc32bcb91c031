import { deliver, type Mapping, type StreamHandler } from './stream-simulator.ts';

const records = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ dynamodb: { SequenceNumber: String(i) } }));
const once: Mapping = { batchSize: 4, bisect: false, retries: 1, again: () => false };
const sizes = async (handler: StreamHandler, mapping: Partial<Mapping> = {}) => {
  const seen: number[] = [];
  const watched: StreamHandler = (batch) => {
    seen.push(batch.length);
    return handler(batch);
  };
  const lost = await deliver(records(6), watched, { ...once, ...mapping });
  return { seen, lost: lost.length };
};

describe('the stream simulator', () => {
  it('delivers in batches', async () => {
    expect(await sizes(async () => {})).toEqual({ seen: [4, 2], lost: 0 });
  });

  it('may deliver again', async () => {
    expect(await sizes(async () => {}, { again: () => true })).toEqual({ seen: [4, 4, 2, 2], lost: 0 });
  });

  it('tries again, then gives up and goes on', async () => {
    const refuse = async () => Promise.reject(new Error('no'));
    expect(await sizes(refuse)).toEqual({ seen: [4, 4, 2, 2], lost: 6 });
  });

  it('splits without using up retries', async () => {
    const refuse = async () => Promise.reject(new Error('no'));
    expect(await sizes(refuse, { bisect: true, retries: 0 })).toEqual({
      seen: [4, 2, 1, 1, 2, 1, 1, 2, 1, 1],
      lost: 6,
    });
  });
});
