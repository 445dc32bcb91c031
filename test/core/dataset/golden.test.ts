import { readFileSync } from 'node:fs';
import { makeDataset } from '../../support/dataset.ts';
import { exchange, hex, shard, shardKey, version } from '../../support/exchanges.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const golden = (file: string) => readFileSync(new URL(`golden/${file}`, import.meta.url), 'utf8');

/** Users `l` and `q` are held out, user `12` validates: see split.test.ts. */
const by = (user: string) => ({ pseudonym: hex(`user of ${user}`) });

const context = [
  { sender: 'user' as const, text: 'Hello!' },
  { sender: 'user' as const, text: 'Are you there?' },
  { sender: 'ai' as const, text: 'I am. What is new?' },
];

const shards = {
  first: [
    exchange('two miles', { ...by('a'), name: 'Robin' }),
    exchange('to work', { ...by('b'), context }),
    exchange('uphill', by('l')),
    exchange('slowly', { ...by('q'), user: 'Ich ging\n"langsam" – 🐢' }),
    exchange('home', by('12')),
  ],
  second: [
    exchange('two miles', { ...by('a'), name: 'Robin' }),
    exchange('far', { ...by('a'), assistant: 'Keep it up' }),
    exchange('to work', { ...by('b'), version: version(7), assistant: 'An edited reply. What did you see?', context }),
    exchange('like user l', { ...by('b'), user: 'I walked UPHILL today.', assistant: exchange('uphill').assistant }),
    '{"schema":1,"id":',
  ],
};

/** Whoever changes these bytes changes every dataset to come: do it knowingly, and give the format a new number. */
it('writes these bytes', async () => {
  const store = new MemoryObjectStore();
  for (const [name, lines] of Object.entries(shards)) await store.put(shardKey(name), shard(lines));
  const { dataset } = await makeDataset(store);
  for (const file of ['train.jsonl', 'validation.jsonl', 'holdout.jsonl', 'examples.jsonl']) {
    expect(store.text(`${dataset.prefix}${file}`)).toBe(golden(file));
  }
  expect(dataset).toMatchObject({
    id: '0fbbb65386de855e',
    train: 2,
    validation: 1,
    holdout: 2,
    seen: 10,
    kept: 5,
    rejected: {
      duplicate: 1,
      generic_phrase: 1,
      no_question: 1,
      superseded: 1,
      text_held_out: 1,
      too_short: 1,
      unreadable: 1,
    },
  });
});
