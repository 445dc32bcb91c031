import { gzipSync } from 'node:zlib';
import { BrokenShard, type ShardLine, shardLines } from '../../../layers/core/dataset/shard.ts';
import { exchange, shard } from '../../support/exchanges.ts';

async function* cut(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
}

async function read(bytes: Uint8Array) {
  const lines: ShardLine[] = [];
  try {
    for await (const batch of shardLines(cut(bytes))) lines.push(...batch);
  } catch (error) {
    if (error instanceof BrokenShard) return { lines, broken: error.reason };
    throw error;
  }
  return { lines, broken: undefined };
}

describe('shardLines', () => {
  it('reads what Collect wrote, numbered from 1', async () => {
    const [a, b] = [exchange('a'), exchange('b')];
    expect(await read(shard([a, b]))).toEqual({
      lines: [
        { number: 1, exchange: a },
        { number: 2, exchange: b },
      ],
      broken: undefined,
    });
  });

  it.each([
    ['half a line', JSON.stringify(exchange('a')).slice(0, 80), 'invalid_json'],
    ['an empty line', '', 'invalid_json'],
    ['a schema from the future', JSON.stringify({ ...exchange('a'), schema: 2 }), 'unknown_schema'],
    ['another shape', JSON.stringify({ ...exchange('a'), id: 'x' }), 'wrong_shape'],
    ['no object', '7', 'wrong_shape'],
  ])('goes on after %s and says where it stands', async (_, line, unreadable) => {
    const { lines } = await read(shard([exchange('a'), line, exchange('b')]));
    expect(lines[1]).toEqual({ number: 2, unreadable });
    expect(lines).toHaveLength(3);
  });

  it('reads half a character as U+FFFD, which every trainer takes', async () => {
    const { lines } = await read(shard([exchange('a', { user: 'I ran \ud83d and \ud83d\ude00' })]));
    expect(lines).toEqual([{ number: 1, exchange: exchange('a', { user: 'I ran \ufffd and \ud83d\ude00' }) }]);
  });

  it('goes on after a line that is not UTF-8', async () => {
    const bytes = Buffer.concat([
      Buffer.from([0x22, 0xff, 0x22, 0x0a]),
      Buffer.from(`${JSON.stringify(exchange('a'))}\n`),
    ]);
    const { lines } = await read(gzipSync(bytes));
    expect(lines.map((line) => ('unreadable' in line ? line.unreadable : line.exchange.id))).toEqual([
      'not_utf8',
      exchange('a').id,
    ]);
  });

  it('reads what stands before the point where a shard was cut off', async () => {
    const whole = shard(Array.from({ length: 2000 }, (_, i) => exchange(`number ${i}`)));
    const { lines, broken } = await read(whole.subarray(0, whole.length / 2));
    expect(broken).toBe('cut_off');
    expect(lines.length).toBeGreaterThan(500);
    expect(lines.length).toBeLessThan(2000);
  });

  it.each([
    ['no gzip', Buffer.from('{"schema":1}\n'), 'not_gzip'],
    ['nothing', Buffer.alloc(0), 'cut_off'],
  ])('ends with a reason on %s', async (_, bytes, broken) => {
    expect(await read(bytes)).toEqual({ lines: [], broken });
  });

  it('passes on what went wrong with the store', async () => {
    const failing = async function* () {
      yield shard([exchange('a')]).subarray(0, 20);
      throw new Error('connection lost');
    };
    await expect(Array.fromAsync(shardLines(failing()))).rejects.toThrow('connection lost');
  });
});
