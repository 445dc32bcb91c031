import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { manifestSchema } from '../../layers/core/dataset/manifest.ts';
import { augmenting, exchange, shard, variantOf } from '../support/exchanges.ts';
import { s3Double } from '../support/s3-double.ts';
import { reflectwithin, rowsOf } from './command.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'assemble-'));
const fileWith = (name: string, content: string | Uint8Array) => {
  const file = join(folder(), name);
  writeFileSync(file, content);
  return file;
};
const jsonl = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function assemble(input: string, more: readonly string[] = [], stdin: string | Buffer = '', environment = {}) {
  const output = folder();
  const args = ['assemble', '--no-semantic', '-p', 'strategy', '-i', input, '-o', output, ...more];
  const { code, err } = await reflectwithin(args, stdin, environment);
  const read = (name: string) => readFileSync(join(output, name), 'utf8');
  const files = code === 0 ? Object.fromEntries(readdirSync(output).map((name) => [name, read(name)])) : {};
  return { code, err, output, files };
}

const subjects = ['running', 'sleep', 'stress', 'yoga', 'food', 'weights', 'swimming', 'rest', 'hiking', 'work'];
const talk = (i: number) => {
  const subject = `${subjects[i % subjects.length]} ${'abcdefgh'[Math.floor(i / subjects.length)]}`;
  return [
    { sender: 'user', text: `My ${subject} has been hard for ${i} weeks, and it wears me down.` },
    { sender: 'ai', text: `It sounds like ${subject} takes a lot out of you. What about it is hardest in week ${i}?` },
  ];
};
/** Conversations of every form that a file may have, none with an id. */
const rows = Array.from({ length: 40 }, (_, i) => {
  const [asked, answered] = talk(i);
  if (i % 3 === 0) return { messages: talk(i) };
  if (i % 3 === 1) return { turns: talk(i).map(({ sender, text }) => ({ role: sender, text })) };
  return { question: asked?.text, answer: answered?.text };
});

// One for all: what speaks to AWS is made once in a process, and remembers where AWS is.
const s3 = await s3Double();
afterAll(s3.close);
beforeEach(() => s3.bucket.clear());

describe('reflectwithin assemble', () => {
  it('makes a dataset of conversations, the same bytes in any order and in any files', async () => {
    const once = await assemble(fileWith('rows.jsonl', jsonl(rows)));
    expect(once.code).toBe(0);
    expect(Object.keys(once.files)).toEqual(
      expect.arrayContaining(['train.jsonl', 'validation.jsonl', 'holdout.jsonl']),
    );
    const manifest = manifestSchema.parse(JSON.parse(once.files['manifest.json'] ?? ''));
    expect(manifest.counts).toMatchObject({ exchanges: 40, kept: 40 });
    expect(manifest.files.train).toMatchObject({
      key: 'train.jsonl',
      lines: rowsOf(once.files['train.jsonl'] ?? '').length,
    });

    const many = folder();
    const mixed = rows.toReversed();
    mkdirSync(join(many, 'inner'));
    writeFileSync(join(many, 'b.jsonl'), jsonl([...mixed.slice(0, 25), mixed[30]]));
    writeFileSync(join(many, 'inner', 'a.JSON.gz'), gzipSync(JSON.stringify(mixed.slice(20), null, 2)));
    writeFileSync(join(many, 'inner', 'c.xlsx'), 'PK');
    const dealt = await assemble(many);
    const { 'manifest.json': papers = '', ...files } = dealt.files;
    const { passedOver, ...others } = manifestSchema.parse(JSON.parse(papers));
    expect({ ...files, 'manifest.json': `${JSON.stringify(others, null, 2)}\n` }).toEqual(once.files);
    expect(dealt.err).toContain(
      'c.xlsx is passed over: it is no .jsonl, .json, .csv or .tsv file, packed (.gz) or not.',
    );
    expect(passedOver).toEqual({ files: 1, first: ['inner/c.xlsx'] });
    expect(dealt.err).toMatch(/^1 file passed over: inner\/c.xlsx$/m);
  });

  it('reads several files and folders as if one folder had them all', async () => {
    const once = await assemble(fileWith('rows.jsonl', jsonl(rows)));
    const inner = folder();
    writeFileSync(join(inner, 'b.jsonl'), jsonl(rows.slice(10, 20)));
    const others = [fileWith('c.jsonl', jsonl(rows.slice(20))), inner];
    const several = await assemble(fileWith('a.jsonl', jsonl(rows.slice(0, 10))), ['-i', ...others]);
    expect(several.files).toEqual(once.files);
    const lake = folder();
    mkdirSync(join(lake, 'exchanges', 'v=1'), { recursive: true });
    for (const alone of ['-', 's3://some-lake', lake]) {
      const { code, err } = await assemble(inner, ['-i', alone]);
      expect([code, err]).toEqual([1, expect.stringContaining('cannot be read together with others')]);
    }
  });

  it('says in its help whose order counts', async () => {
    const { out } = await reflectwithin(['assemble', '--help']);
    expect(out.replaceAll('\n', ' ')).toContain(
      'gives the same bytes; only messages that come one by one without times of their own depend on the order of their lines',
    );
  });

  it('orders messages that come one by one by their times', async () => {
    const messages = [0, 1, 2].flatMap((i) =>
      talk(i).map((turn, place) => ({
        conversationId: 'c',
        userId: 'u',
        ...turn,
        createdAt: `2026-01-0${i + 1}T10:0${place}:00Z`,
      })),
    );
    const [there, back] = await Promise.all(
      [messages, messages.toReversed()].map((all) => assemble(fileWith('messages.jsonl', jsonl(all)))),
    );
    expect(there?.files).toEqual(back?.files);
    expect(there?.err).toContain('3 exchanges');
  });

  it('takes personal data out, and keeps what has no consent out', async () => {
    const [asked, answered] = talk(1);
    const row = { messages: [{ ...asked, text: `I am at sam@example.org. ${asked?.text}` }, answered] };
    const { files, err } = await assemble(fileWith('a.jsonl', jsonl([row, { messages: talk(2), consent: false }])));
    expect(files['examples.jsonl']).toContain('[email]');
    expect(err).toContain('1 exchange, 1 more without consent');
  });

  it.each([
    ['bedrock', 'bedrock-conversation-2024'],
    ['exchanges', 'reflectwithin-examples-4'],
  ])('writes %s', async (format, id) => {
    const { files, output } = await assemble(fileWith('rows.jsonl', jsonl(rows)), ['--format', format]);
    expect(JSON.parse(files['manifest.json'] ?? '').files.train.format).toBe(id);
    const checked = await reflectwithin(['validate', '-f', format, join(output, 'train.jsonl')]);
    expect(checked.out).toBe('');
  });

  it('makes preferences of ratings and edits, and a dataset of them', async () => {
    const rated = Array.from({ length: 20 }, (_, i) => {
      const [asked, answered] = talk(i);
      const other = { question: asked?.text, answer: 'Keep it up, you will be fine.', rating: 'down' };
      return [
        { question: asked?.text, answer: answered?.text, rating: i % 2 === 0 ? 'up' : 5 },
        i % 4 < 2 ? other : { ...other, rating: '', editedText: `What would help you with it in week ${i}?` },
      ];
    }).flat();
    const { files, err, output } = await assemble(fileWith('rated.jsonl', jsonl(rated)), ['-f', 'dpo']);
    const pairs = rowsOf(files['preferences.jsonl'] ?? '');
    expect(pairs.length).toBeGreaterThan(10);
    expect(err).toMatch(/\d+ preferences \(/);
    const manifest = manifestSchema.parse(JSON.parse(files['manifest.json'] ?? ''));
    expect(manifest.preferences).toMatchObject({
      pairs: pairs.length,
      files: { preferences: { key: 'preferences.jsonl' } },
    });
    expect(manifest.files.train.lines + manifest.files.validation.lines).toBe(pairs.length);
    expect(rowsOf(files['train.jsonl'] ?? '')[0]).toHaveProperty('preferred_output');
    const { train, validation } = manifest.files;
    expect(files['card.md']).toContain(`${train.lines} preferences to train on, ${validation.lines} to validate`);
    expect((await reflectwithin(['validate', '-f', 'dpo', join(output, 'preferences.jsonl')])).out).toBe('');
    const back = await assemble(fileWith('rated.jsonl', jsonl(rated.toReversed())), ['-f', 'dpo']);
    expect(back.files).toEqual(files);
  });

  it('reads a bucket, where it is or what is below a prefix', async () => {
    const key = (day: number) => `exchanges/v=1/dt=2026-03-0${day}/hh=10/a.jsonl.gz`;
    s3.bucket.set(key(1), shard(exchanges.slice(0, 20)));
    s3.bucket.set(key(2), shard(exchanges.slice(20)));
    s3.bucket.set('texts/talks.jsonl', Buffer.from(jsonl(rows)));
    const made = async (input: string) => (await assemble(input, [], '', s3.environment)).err;
    expect(await made('s3://lake')).toContain('of 30 exchanges');
    expect(await made('s3://lake/exchanges/v=1/dt=2026-03-02/')).toContain('of 10 exchanges');
    expect(await made('s3://lake/texts/')).toContain('of 40 exchanges');
    expect(await made('s3://lake/nothing/')).toContain('InputNotFound: Nothing under s3://lake/nothing/');
    expect(s3.bucket.size).toBe(3);
  });

  const exchanges = Array.from({ length: 30 }, (_, i) => exchange(`number ${i}`));

  it('takes shards: a file, an unpacked one, a folder, standard input, a lake', async () => {
    const packed = Buffer.from(shard(exchanges));
    const [lake, loose] = [folder(), folder()];
    const place = join(lake, 'exchanges/v=1/dt=2026-03-01/hh=10');
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'a.jsonl.gz'), shard(exchanges.slice(10)));
    // As npm start leaves it: unpacked, to be looked at.
    writeFileSync(join(place, 'b.jsonl'), jsonl(exchanges.slice(0, 15)));
    writeFileSync(join(loose, 'x.jsonl.gz'), shard(exchanges.slice(0, 20)));
    writeFileSync(join(loose, 'y.jsonl.gz'), shard(exchanges.slice(20)));
    const made = await Promise.all([
      assemble(fileWith('shard.jsonl.gz', packed)),
      assemble(fileWith('shard.jsonl', jsonl(exchanges))),
      assemble(loose),
      assemble('-', [], packed),
      assemble(lake),
    ]);
    for (const { code, files } of made) {
      expect(code).toBe(0);
      for (const name of ['train.jsonl', 'validation.jsonl', 'holdout.jsonl', 'examples.jsonl']) {
        expect(files[name]).toBe(made[0]?.files[name]);
      }
    }
    expect(readdirSync(lake)).toEqual(['exchanges']);
  });

  it('takes variants of examples where the policy wants them, for training only', async () => {
    const policy = join(folder(), augmenting.name);
    mkdirSync(policy);
    writeFileSync(join(policy, 'policy.json'), JSON.stringify(augmenting));
    const input = folder();
    writeFileSync(join(input, 'exchanges.jsonl.gz'), shard(exchanges));
    const without = await assemble(input, ['-p', policy]);
    writeFileSync(join(input, 'variants.jsonl.gz'), shard(exchanges.map((each) => variantOf(each))));
    const { files } = await assemble(input, ['-p', policy]);
    for (const name of ['validation.jsonl', 'holdout.jsonl']) expect(files[name]).toBe(without.files[name]);
    const manifest = manifestSchema.parse(JSON.parse(files['manifest.json'] ?? ''));
    expect(manifest.augmentation).toMatchObject({ seen: 30, kept: manifest.files.train.lines / 2 });
    const off = await assemble(input);
    expect(off.files['train.jsonl']).toBe(without.files['train.jsonl']);
  });

  it('leaves out who was erased', async () => {
    const lake = folder();
    const place = join(lake, 'exchanges/v=1/dt=2026-03-01/hh=10');
    mkdirSync(place, { recursive: true });
    mkdirSync(join(lake, 'tombstones'));
    writeFileSync(join(place, 'a.jsonl.gz'), shard(exchanges));
    const { pseudonym } = exchange('number 3');
    writeFileSync(join(lake, 'tombstones', `${pseudonym}.json`), '{}');
    const { files } = await assemble(lake);
    expect(files['examples.jsonl']).not.toContain('Walking number 3 ');
    expect(JSON.parse(files['manifest.json'] ?? '').rejected).toMatchObject({ erased: 1 });
  });

  it('says which signals it could not use, and which exchanges are told in two ways', async () => {
    const lake = folder();
    const put = (key: string, lines: string) => {
      mkdirSync(join(lake, dirname(key)), { recursive: true });
      writeFileSync(join(lake, key), gzipSync(lines));
    };
    const [first] = exchanges;
    put('exchanges/v=1/a.jsonl.gz', jsonl([...exchanges, { ...first, user: `${first?.user} Or so.` }]));
    const { id: _, pseudonym, version } = first ?? {};
    const rating = { schema: 1, kind: 'rating', pseudonym, version, at: '2026-05-01T00:00:00.000Z', value: 1 };
    put('signals/v=1/a.jsonl.gz', `${jsonl([{ ...rating, exchange: 'f'.repeat(32) }])}{"schema":1}\n`);
    const { err } = await assemble(lake);
    expect(err).toContain('1 line of signals (ratings, edits, reviews, consent) cannot be read');
    expect(err).toContain('1 signal without effect: about exchanges that are not in the input.');
    expect(err).toContain('1 line left out: another of the same exchange and version says something else.');
  });

  it('says what of a shard is missing, and what a dataset is too small for', async () => {
    // Stored without compression, so that the lines before the cut can all be read.
    const whole = gzipSync(jsonl(exchanges), { level: 0 });
    const cut = await assemble(fileWith('a.jsonl.gz', whole.subarray(0, whole.length / 2)), ['-f', 'bedrock']);
    const { shards } = manifestSchema.parse(JSON.parse(cut.files['manifest.json'] ?? ''));
    expect(shards.first[0]?.lines).toBeGreaterThan(0);
    expect(cut.err).toContain(`1 shard is cut off: what came after line ${shards.first[0]?.lines} is missing.`);
    expect(shards.file).toMatchObject({ key: 'shards.jsonl', lines: 1 });
    expect(JSON.parse(cut.files['shards.jsonl'] ?? '')).toEqual(shards.first[0]);
    const newer = exchanges.slice(0, 3).map((each, i) => (i === 0 ? { ...each, schema: 9 } : each));
    const { err, code } = await assemble(fileWith('b.jsonl', jsonl(newer)));
    expect(code).toBe(0);
    expect(err).toContain('1 line of the shards cannot be read, and is missing. Some are of a schema that');
    expect(err).toMatch(/Warning: train.jsonl has \d lines?; trainers of sft want 10 or more/);
    expect(err).toContain('.jsonl is empty');
  });

  it('ends with an error when nothing is kept, and leaves the reasons', async () => {
    const [asked] = talk(1);
    const { code, err, output } = await assemble(fileWith('a.jsonl', jsonl([{ question: asked?.text, answer: 'No' }])));
    expect([code, err]).toEqual([1, expect.stringContaining('NothingKept: No example was kept')]);
    expect(readdirSync(output)).toContain('fell-out.jsonl');
  });

  it('takes a conversation whose rating cannot be read, without the rating', async () => {
    const messages = ['banana', 7, -1, true].map((rating, i) => {
      const [asked, answered] = talk(i);
      return { messages: [asked, { ...answered, rating }] };
    });
    const { err, files } = await assemble(fileWith('a.jsonl', jsonl(messages)));
    expect(err).toContain('4 rows read, 0 skipped; 4 exchanges');
    expect(JSON.parse(files['manifest.json'] ?? '').signals.applied).toEqual({ rating: 1 });
  });

  it('takes ids of messages for those of their conversation, also where it has none itself', async () => {
    const [opening, ...later] = [0, 1, 2].map(talk);
    const conversations = later.map((said) => ({
      messages: [...(opening ?? []), ...said, { ...said[1], text: `${said[1]?.text} Or not?`, regenerates: 4 }].map(
        (turn, i) => ({ id: i + 1, ...turn }),
      ),
    }));
    const { err } = await assemble(fileWith('a.jsonl', jsonl(conversations)));
    expect(err).toContain('2 rows read, 0 skipped; 5 exchanges');
  });

  it('tells how many ratings and contradicting messages it passed over', async () => {
    const [asked, answered] = talk(1);
    const row = {
      id: 'c',
      userId: 'u',
      messages: [
        { ...asked, id: 'm1' },
        { ...answered, id: 'm2', rating: 'meh' },
      ],
    };
    const other = { id: 'c', userId: 'u', messages: [{ ...asked, id: 'm1', text: 'I never said that.' }] };
    const all = [row, other].map((one) => ({
      ...one,
      messages: one.messages.map(({ id: messageId, ...said }) => ({ messageId, ...said })),
    }));
    const { err, files } = await assemble(fileWith('a.jsonl', jsonl(all)));
    expect(err).toContain('1 rating passed over: a rating is up or down, or 1 to 5 stars');
    expect(err).toContain('1 message told in two ways under one id: one of them counts');
    const { unused } = manifestSchema.parse(JSON.parse(files['manifest.json'] ?? ''));
    expect(unused).toEqual({
      rows: 0,
      withoutConsent: 0,
      unreadableRatings: 1,
      contradictions: 1,
      deleted: 0,
      unplaced: 0,
    });
  });

  it('passes over what the input calls deleted, in any copy of it, and counts it by that name', async () => {
    const said = [0, 1, 2].flatMap(talk);
    const named = said.map((turn, at) => ({ ...turn, messageId: `m${at}` }));
    const without = named.map((turn, at) => (at === 2 ? { ...turn, text: '', deletedAt: '2026-05-01' } : turn));
    const rows = [
      { id: 'a', messages: named },
      { id: 'b', messages: [3, 4].flatMap(talk) },
    ];
    const again = [
      { id: 'a', messages: without },
      { id: 'b', messages: [3, 4].flatMap(talk), deleted: true },
    ];
    for (const order of [
      [...rows, ...again],
      [...again, ...rows],
    ]) {
      const { err, files } = await assemble(fileWith('a.jsonl', jsonl(order)));
      expect(err).toContain('2 exchanges, 0 more without consent');
      expect(err).toContain('5 messages passed over that the input calls deleted');
      expect(err).not.toContain('told in two ways');
      const { unused } = manifestSchema.parse(JSON.parse(files['manifest.json'] ?? ''));
      expect(unused).toMatchObject({ rows: 0, withoutConsent: 0, deleted: 5 });
    }
  });

  it('counts a conversation once that was written out again, or longer by now', async () => {
    const said = [0, 1, 2].flatMap(talk);
    const row = (turns: number) => ({ id: 'c', userId: 'u', messages: said.slice(0, turns) });
    const once = await assemble(fileWith('a.jsonl', jsonl([row(6)])));
    const again = await assemble(fileWith('a.jsonl', jsonl([row(2), row(6), row(4), row(6)])));
    expect(again.err).toContain('3 exchanges');
    expect(again.files).toEqual(once.files);
  });

  describe('rows of one conversation in several places', () => {
    const [asked, answered] = talk(0);
    const rated = { ...answered, rating: 'up' };
    const timed = (one: object | undefined, second: number) => ({ ...one, createdAt: `2026-05-01T10:00:0${second}Z` });
    const owned = { id: 'c', userId: 'u' };
    const whole = (messages: unknown[], more = {}) => [{ messages, ...more }];
    const each = (messages: object[]): object[] =>
      messages.map((one) => ({ conversationId: 'c', userId: 'u', ...one }));
    const others = rows.slice(10);
    const filesOf = (contents: readonly (readonly unknown[])[]) => {
      const into = folder();
      for (const [i, content] of contents.entries()) writeFileSync(join(into, `${i}.jsonl`), jsonl(content));
      return into;
    };

    it.each<[string, unknown[], unknown[]]>([
      ['without an id', whole([asked, answered]), whole([asked, rated])],
      ['under an id', whole([asked, answered], owned), whole([asked, rated], owned)],
      [
        'with times',
        whole([timed(asked, 1), timed(answered, 2)], owned),
        whole([timed(asked, 1), timed(rated, 2)], owned),
      ],
      [
        'with a rating that means nothing in one of them',
        whole([asked, { ...answered, rating: 'meh' }], owned),
        whole([asked, rated], owned),
      ],
      [
        'message by message, with times',
        each([timed(asked, 1), timed(answered, 2)]),
        each([timed(asked, 1), timed(rated, 2)]),
      ],
    ])('count once and keep the rating: %s, in one file and in two, in any order', async (_, plain, better) => {
      const inputs = [
        [[...plain, ...better, ...others]],
        [[...better, ...plain, ...others]],
        [plain, [...better, ...others]],
        [[...better, ...others], plain],
      ];
      const [first, ...more] = await Promise.all(inputs.map((contents) => assemble(filesOf(contents))));
      expect(first?.err).toContain('31 exchanges');
      expect(manifestSchema.parse(JSON.parse(first?.files['manifest.json'] ?? '')).signals.applied).toEqual({
        rating: 1,
      });
      for (const { files } of more) expect(files).toEqual(first?.files);
    });

    it('are never made of rows of score that have one id, whose users are strangers', async () => {
      const rows = [0, 1].map((i) => ({ id: 1, user: talk(i)[0]?.text, assistant: talk(i)[1]?.text, context: [] }));
      const [forth, back] = await Promise.all(
        [rows, rows.toReversed()].map((two) => assemble(filesOf([...two.map((row) => [row]), others]))),
      );
      expect(forth?.err).toContain('32 exchanges');
      expect(back?.files).toEqual(forth?.files);
      const written = z
        .array(z.looseObject({ user: z.string(), context: z.array(z.unknown()) }))
        .parse(rowsOf(forth?.files['examples.jsonl'] ?? ''))
        .filter(({ user }) => rows.some((row) => row.user === user));
      expect(written.map(({ context }) => context)).toEqual([[], []]);
    });

    it('count once without an id too, though one goes on, and what begins alike and goes on otherwise is another', async () => {
      const [said, otherwise] = [[0, 1].flatMap(talk), [0, 2].flatMap(talk)];
      const contents = [...whole(said.slice(0, 2)), ...whole(said), ...whole(otherwise), ...others];
      const [once, back] = await Promise.all([contents, contents.toReversed()].map((all) => assemble(filesOf([all]))));
      expect(once?.err).toContain('33 exchanges');
      expect(back?.files).toEqual(once?.files);
      const examples = z.array(
        z.looseObject({ user: z.string(), context: z.array(z.looseObject({ text: z.string() })) }),
      );
      const written = examples.parse(rowsOf(once?.files['examples.jsonl'] ?? ''));
      const opening = said.slice(0, 2).map((turn) => turn?.text);
      for (const i of [1, 2]) {
        const [example] = written.filter(({ user }) => user === talk(i)[0]?.text);
        expect(example?.context.map(({ text }) => text)).toEqual(opening);
      }
    });

    it('tell a reply once in the context: message by message without times, or in windows that overlap', async () => {
      const third = talk(2);
      const lines = each([asked, answered, ...third].map((turn) => ({ ...turn })));
      const better = lines.with(1, { ...lines[1], rating: 'up' });
      const seconds = [...talk(0), ...talk(1), ...third].map((turn, i) => timed(turn, i));
      const windows = [seconds.slice(0, 4), seconds.slice(2)].flatMap((messages) => whole(messages, owned));
      for (const [contents, count] of [
        [[lines, [...better, ...others]], 32],
        [
          [
            [...others.slice(0, 3), ...better],
            [...lines, ...others],
          ],
          32,
        ],
        [[windows, others], 33],
      ] as const) {
        const { err, files } = await assemble(filesOf(contents));
        expect(err).toContain(`${count} exchanges`);
        const examples = z.array(z.looseObject({ context: z.array(z.looseObject({ sender: z.string() })) }));
        for (const { context } of examples.parse(rowsOf(files['examples.jsonl'] ?? ''))) {
          const senders = context.map(({ sender }) => sender);
          expect(senders).toEqual(senders.map((_, i) => (i % 2 === 0 ? 'user' : 'ai')));
        }
      }
    });

    it('without consent in one of them are left out', async () => {
      const rowOf = (consent: boolean, turns: unknown[]) => ({ ...owned, consent, messages: turns });
      const longer = [...talk(0), ...talk(1)];
      for (const [contents, count] of [
        [[rowOf(true, longer), rowOf(false, talk(0))], 31],
        [[rowOf(false, talk(0)), rowOf(true, longer)], 31],
        [[rowOf(true, talk(0)), rowOf(false, talk(0))], 30],
      ] as const) {
        const { files, err } = await assemble(filesOf([[...contents, ...others]]));
        expect(err).toContain(`${count} exchanges, 1 more without consent`);
        expect(files['examples.jsonl']).not.toContain(asked?.text);
      }
    });

    it('do not mix when they stand on the same line of two files', async () => {
      const conversations = [[0, 1].flatMap(talk), [2, 3].flatMap(talk)];
      const contents = conversations.map((messages) => whole(messages, owned));
      const { files, err } = await assemble(filesOf([...contents, others]));
      expect(err).toContain('34 exchanges');
      const replies = new Map([0, 1, 2, 3].map((i) => [talk(i)[0]?.text, talk(i)[1]?.text]));
      const examples = z.array(z.looseObject({ user: z.string(), assistant: z.string() }));
      const written = examples.parse(rowsOf(files['examples.jsonl'] ?? '')).filter(({ user }) => replies.has(user));
      expect(written).toHaveLength(4);
      for (const { user, assistant } of written) expect(assistant).toBe(replies.get(user));
    });
  });

  it('keeps what any copy of a conversation says of a reply, and two talks that only sound alike', async () => {
    const [asked, answered] = talk(0);
    const better = { ...answered, editedText: 'That sounds hard. What would make tomorrow lighter for you?' };
    const row = (reply: unknown, more = {}) => ({ id: 'c', userId: 'u', messages: [asked, reply], ...more });
    const edits = async (said: unknown[]) => {
      const { files } = await assemble(fileWith('a.jsonl', jsonl([...rows, ...said])));
      return JSON.parse(files['manifest.json'] ?? '').signals.applied.edit;
    };
    expect(await edits([row(answered), row(better)])).toBe(1);
    expect(await edits([row(better), row(answered)])).toBe(1);
    const at = (hour: string) =>
      row(undefined, {
        messages: [asked, answered].map((one, i) => ({ ...one, createdAt: `2026-05-01T${hour}:00:0${i}Z` })),
      });
    const { err } = await assemble(fileWith('a.jsonl', jsonl([at('10'), at('11'), at('10')])));
    expect(err).toContain('2 exchanges');
  });

  it('compares with a dataset that it wrote before', async () => {
    const before = await assemble(fileWith('rows.jsonl', jsonl(rows)));
    const now = await assemble(fileWith('rows.jsonl', jsonl(rows.slice(0, 30))), ['--previous', before.output]);
    const [{ id }, { parent }] = [before, now].map(({ files }) => JSON.parse(files['manifest.json'] ?? ''));
    expect(parent).toBe(id);
    expect(now.files['card.md']).toContain(`Compared with ${id}.`);
    // As schema 2 had it: every shard in the manifest.
    const old = { ...JSON.parse(before.files['manifest.json'] ?? ''), schema: 2, shards: [{ key: 'a', etag: null }] };
    writeFileSync(join(before.output, 'manifest.json'), JSON.stringify(old));
    const again = await assemble(fileWith('rows.jsonl', jsonl(rows.slice(0, 30))), ['--previous', before.output]);
    expect(again.files['card.md']).toBe(now.files['card.md']);
  });

  it.each([
    ['is no dataset', undefined, ' has no manifest.json of a dataset. Name a folder that assemble wrote'],
    ['is broken', '{', 'manifest.json is no JSON. Name a folder'],
    ['is of another version', '{"schema":99}', 'manifest.json is of another version of this program'],
  ])('says why a folder to compare with cannot be: it %s', async (_, manifest, said) => {
    const previous = folder();
    if (manifest !== undefined) writeFileSync(join(previous, 'manifest.json'), manifest);
    const { code, err } = await assemble(fileWith('rows.jsonl', jsonl(rows)), ['--previous', previous]);
    expect([code, err]).toEqual([1, expect.stringContaining(said)]);
  });

  it('says at once where no folder can be made, and that one format is written', async () => {
    const input = fileWith('rows.jsonl', jsonl(rows));
    const nowhere = await reflectwithin(['assemble', '--no-semantic', '-i', input, '-o', '/proc/nowhere/deep']);
    expect(nowhere.err).toContain('/proc/nowhere/deep cannot be made');
    const two = await assemble(input, ['-f', 'sft', '-f', 'dpo']);
    expect(two.err).toContain('--format was given twice, and one is written');
  });

  it('warns where one message is answered too often', async () => {
    const [asked] = talk(1);
    const words =
      'rest often helps more than one long set so what would you say to an easy walk with friends today'.split(' ');
    const answer = (i: number) => `${words.map((_, k) => words[(k * (i + 2) + i) % words.length]).join(' ')}?`;
    const same = Array.from({ length: 30 }, (_, i) => ({ question: asked?.text, userId: 'one', answer: answer(i) }));
    const { err } = await assemble(fileWith('rows.jsonl', jsonl([...rows, ...same])));
    expect(err).toMatch(/Warning: .*one message/i);
  });

  it('names a field that is wrong as it is documented, in a sentence', async () => {
    const late = [{ messages: 'x' }, { messages: [{ sender: 'user', text: 'Hi', createdAt: 'yesterday' }] }];
    const { err } = await assemble(fileWith('a.jsonl', jsonl([...rows, ...late])));
    expect(err).toContain('it has a field "messages" that is wrong: expected array, received string');
    expect(err).toContain('it has a field "messages.0.createdAt" that is not a date');
  });

  it('names bad rows by their line and goes on', async () => {
    const { code, err } = await assemble(fileWith('a.jsonl', `${jsonl(rows)}{"question":"only"}\nno json\n`));
    expect(code).toBe(0);
    expect(err).toContain('line 41 skipped: it has');
    expect(err).toContain('line 42 skipped: it is not valid JSON');
    expect(err).toContain('42 rows read, 2 skipped');
  });

  it('refuses a dataset as input: what it holds out would be trained on', async () => {
    const { output } = await assemble(fileWith('rows.jsonl', jsonl(rows)));
    for (const input of [output, join(output, 'holdout.jsonl')]) {
      const again = await assemble(input);
      expect(again.code).toBe(1);
      expect(again.err).toContain('InputIsDataset: ');
    }
    for (const name of ['manifest.json', 'holdout.jsonl'])
      s3.bucket.set(`datasets/d/${name}`, readFileSync(join(output, name)));
    for (const input of ['s3://lake/datasets/d/', 's3://lake/datasets/d/holdout.jsonl']) {
      const { code, err } = await assemble(input, [], '', s3.environment);
      expect([code, err]).toEqual([1, expect.stringContaining('InputIsDataset: s3://lake/datasets/d/holdout.jsonl')]);
    }
  });

  it('writes over nobody’s own file, and leaves nothing where nothing can be read', async () => {
    const own = folder();
    const input = join(own, 'train.jsonl');
    writeFileSync(input, jsonl(rows));
    const { code, err } = await reflectwithin(['assemble', '--no-semantic', '-i', input, '-o', own]);
    expect([code, err]).toEqual([1, expect.stringContaining(`${input} is there, and would be written over`)]);
    expect(readFileSync(input, 'utf8')).toBe(jsonl(rows));
    expect(readdirSync(own)).toEqual(['train.jsonl']);
    const nowhere = join(folder(), 'new');
    await reflectwithin(['assemble', '--no-semantic', '-i', join(own, 'gone.jsonl'), '-o', nowhere]);
    expect(existsSync(nowhere)).toBe(false);
  });

  it('takes a manifest.json of another program for nobody’s dataset, alone or beside other files', async () => {
    const input = fileWith('rows.jsonl', jsonl(rows));
    for (const files of [
      { 'manifest.json': '{"name":"my web app"}' },
      { 'card.md': 'mine', 'manifest.json': '{"name":"my web app"}', 'train.jsonl': 'mine' },
      { 'manifest.json': 'no JSON' },
    ]) {
      const own = folder();
      for (const [name, text] of Object.entries(files)) writeFileSync(join(own, name), text);
      const { code, err } = await reflectwithin(['assemble', '--no-semantic', '-i', input, '-o', own]);
      expect([code, err]).toEqual([1, expect.stringContaining('it is of no dataset')]);
      const left = readdirSync(own).map((name) => [name, readFileSync(join(own, name), 'utf8')]);
      expect(Object.fromEntries(left)).toEqual(files);
    }
  });

  it('writes a dataset in the place of one that it wrote before', async () => {
    const { output, files } = await assemble(fileWith('rows.jsonl', jsonl(rows)));
    const input = fileWith('fewer.jsonl', jsonl(rows.slice(0, 30)));
    const again = ['assemble', '--no-semantic', '-p', 'strategy', '-i', input, '-o', output];
    expect(await reflectwithin(again)).toMatchObject({ code: 0 });
    expect(readFileSync(join(output, 'manifest.json'), 'utf8')).not.toBe(files['manifest.json']);
  });

  it('goes on when it is asked again after it ended while it wrote, over a dataset or where none was', async () => {
    const input = fileWith('rows.jsonl', jsonl(rows));
    const whole = await assemble(input);
    for (const output of [folder(), whole.output]) {
      const args = ['assemble', '--no-semantic', '-p', 'strategy', '-i', input, '-o', output];
      const inTheWay = join(output, 'validation.jsonl.unfinished');
      mkdirSync(inTheWay);
      expect(await reflectwithin(args)).toMatchObject({ code: 1 });
      expect(readdirSync(output)).toContain('train.jsonl');
      expect(existsSync(join(output, 'manifest.json'))).toBe(false);
      rmdirSync(inTheWay);
      expect(await reflectwithin(args)).toMatchObject({ code: 0 });
      const written = readdirSync(output).map((name) => [name, readFileSync(join(output, name), 'utf8')]);
      expect(Object.fromEntries(written)).toEqual(whole.files);
    }
  });

  it('chooses of two messages under one id the same one, in any order', async () => {
    const [asked, answered] = talk(0);
    const [, other] = talk(1);
    const line = (turn: object | undefined, messageId: string) => ({ conversationId: 'c', ...turn, messageId });
    const [one, two, three] = [line(asked, 'm1'), line(answered, 'm2'), line(other, 'm2')];
    const [there, back] = await Promise.all(
      [
        [one, two, three],
        [one, three, two],
      ].map((all) => assemble(fileWith('a.jsonl', jsonl([...all, ...rows.slice(10)])))),
    );
    expect(there?.err).toContain('1 message told in two ways');
    expect(back?.files).toEqual(there?.files);
  });

  it('skips a line that is longer than any conversation', async () => {
    const input = fileWith('a.jsonl', jsonl(rows.slice(0, 20)));
    appendFileSync(input, Buffer.alloc(65 * 1024 * 1024, 'x'));
    appendFileSync(input, `\n${jsonl(rows.slice(20))}`);
    const { err } = await assemble(input);
    expect(err).toContain('line 21 skipped: it is longer than 64 MB');
    expect(err).toContain('41 rows read, 1 skipped; 40 exchanges');
  });

  it('passes over an empty file of a folder, and says so', async () => {
    const input = folder();
    writeFileSync(join(input, 'a.jsonl'), jsonl(rows));
    writeFileSync(join(input, 'b.jsonl'), '');
    const { code, err } = await assemble(input);
    expect(code).toBe(0);
    expect(err).toContain('b.jsonl is empty, and passed over.');
  });

  it.each<[string, string, string | Uint8Array, string]>([
    ['other columns', 'b.csv', 'id,mood\n1,good\n', 'b.csv has the columns id, mood.'],
    [
      'not UTF-8',
      'b.csv',
      Buffer.from('question,answer\nWas tun?,Schlaf f\xfcr heute.\n', 'latin1'),
      'b.csv is not UTF-8',
    ],
    ['UTF-16', 'b.csv', Buffer.from('\ufeffquestion,answer\n', 'utf16le'), 'b.csv is UTF-16 text, and UTF-8 is wanted'],
    [
      'a web page',
      'b.json',
      '\ufeff\n<!DOCTYPE html>\n<title>Sign in</title>',
      'b.json is a web page, and JSON or CSV is wanted',
    ],
    ['XML', 'b.csv', '<?xml version="1.0"?><a/>', 'b.csv is XML'],
    ['a PDF', 'b.json', '%PDF-1.7\n', 'b.json is a PDF'],
    [
      'a file of Excel',
      'b.csv',
      Buffer.from('PK\x03\x04\x14\0\x06\0 [Content_Types].xml … xl/workbook.xml'),
      'b.csv is a file of Excel',
    ],
    ['an archive', 'b.jsonl', Buffer.from('PK\x03\x04\x14\0\0\0 a.jsonl'), 'b.jsonl is a ZIP archive or'],
    ['a packed archive', 'b.jsonl.gz', gzipSync(`${'a.jsonl'.padEnd(257, '\0')}ustar`), 'b.jsonl.gz is a tar archive'],
    ['packed twice', 'b.jsonl.gz', gzipSync(gzipSync('{}')), 'b.jsonl.gz is packed with gzip twice'],
    ['a pointer', 'b.jsonl', 'version https://git-lfs.github.com/spec/v1\n', 'b.jsonl is a pointer of Git LFS'],
    ['cut off', 'b.jsonl', `${jsonl([{ question: 'Who?', answer: 'You.' }])}{"question": "Why`, 'b.jsonl breaks off'],
  ])('passes over a file of a folder that cannot be read as a whole, and says so: %s', async (_, name, bad, says) => {
    const input = folder();
    writeFileSync(join(input, name), bad);
    const alone = await assemble(input);
    expect(alone.code).toBe(1);
    writeFileSync(join(input, 'c.jsonl'), jsonl(rows));
    const { code, err, files } = await assemble(input);
    expect(code).toBe(0);
    expect(err).toContain(says);
    expect(err).toContain('Until then the file is passed over.');
    const { files: good } = await assemble(fileWith('c.jsonl', jsonl(rows)));
    const passedOver = { files: 1, first: [name] };
    expect(JSON.parse(files['manifest.json'] ?? '')).toEqual({
      ...JSON.parse(good['manifest.json'] ?? ''),
      passedOver,
    });
    expect({ ...files, 'manifest.json': '' }).toEqual({ ...good, 'manifest.json': '' });
    writeFileSync(join(input, 'c.jsonl'), bad);
    const both = await assemble(input);
    expect(both.code).toBe(1);
    expect(both.err).toMatch(/Input\w+: /);
  });

  it('names files of a folder by what they hold, where they are not called as files of rows are', async () => {
    const input = folder();
    writeFileSync(join(input, 'a.jsonl'), jsonl(rows.slice(0, 5)));
    writeFileSync(join(input, 'b.pdf'), '%PDF-1.7');
    writeFileSync(join(input, 'c.md'), '# Notes');
    const { err, files } = await assemble(input);
    expect(err).toContain('b.pdf is passed over: it is a PDF, and .jsonl, .json, .csv or .tsv is wanted: copy');
    expect(err).toContain('c.md is passed over: it is no .jsonl');
    expect(err).toMatch(/^2 files passed over: b.pdf, c.md$/m);
    expect(manifestSchema.parse(JSON.parse(files['manifest.json'] ?? '')).passedOver?.files).toBe(2);
  });

  it('tells some bad rows of each file, and which file has none but these', async () => {
    const input = folder();
    const bad = Array.from({ length: 30 }, () => ({ mood: 1 }));
    writeFileSync(join(input, 'a.jsonl'), jsonl(bad));
    writeFileSync(join(input, 'b.jsonl'), jsonl([...rows.slice(0, 5), ...bad.slice(0, 2)]));
    const { err } = await assemble(input);
    expect(err.match(/a\.jsonl line \d+ skipped: it has none of .*: it has mood$/gm)).toHaveLength(3);
    expect(err).toContain('a.jsonl: 27 more rows skipped');
    expect(err).toContain('a.jsonl has no row that can be used.');
    expect(err.match(/b\.jsonl line \d+ skipped/g)).toHaveLength(2);
    expect(err).not.toContain('b.jsonl has no row');
    expect(err).toContain('37 rows read, 32 skipped');
  });

  it('takes the shards of a folder beside a file that cannot be read', async () => {
    const input = folder();
    writeFileSync(join(input, 'a.jsonl.gz'), shard(Array.from({ length: 30 }, (_, i) => exchange(String(i)))));
    writeFileSync(join(input, 'b.csv'), 'id,mood\n1,good\n');
    const { code, err } = await assemble(input);
    expect(err).toContain('b.csv has the columns id, mood.');
    expect(code).toBe(0);
  });

  it.each(['s3://bucket/x', '-', ''])('refuses to write to %j, which is no folder', async (output) => {
    const { code, err } = await reflectwithin([
      'assemble',
      '--no-semantic',
      '-i',
      fileWith('a.jsonl', jsonl(rows)),
      '-o',
      output,
    ]);
    expect(code).toBe(1);
    expect(err).toContain('is no folder.');
  });

  it('ends with 1 when preferences are wanted and there are none', async () => {
    const { code, err } = await assemble(fileWith('rows.jsonl', jsonl(rows)), ['-f', 'dpo']);
    expect(code).toBe(1);
    expect(err).toContain('NoPreferences: ');
  });

  it.each<[string, string, string | Uint8Array, string]>([
    ['an empty file', 'a.jsonl', '', 'InputEmpty'],
    ['what is not UTF-8', 'a.jsonl', Buffer.from([0x22, 0xff, 0x22, 0x0a]), 'InputNotUtf8'],
    ['a header alone', 'a.csv', 'question,answer\n', 'InputEmpty'],
    ['an empty array', 'a.json', '[]', 'InputEmpty'],
    ['half a line', 'a.jsonl', `${jsonl(rows)}{"question": "Why`, 'InputHalfLine'],
    ['other columns', 'a.csv', 'id,mood\n1,good\n', 'InputOtherColumns'],
    ['JSON of no objects', 'a.jsonl', '[1]', 'InputHasNoExchange'],
    ['rows of another kind', 'a.jsonl', '{"mood":1}\n', 'InputHasNoExchange'],
    ['gzip of something else', 'a.jsonl.gz', gzipSync('{"mood":1}\n'), 'InputHasNoExchange'],
    ['broken gzip', 'a.jsonl.gz', Buffer.from([0x1f, 0x8b, 0, 1, 2]), 'InputHasNoExchange'],
  ])('refuses %s by name and in a sentence', async (_, name, content, error) => {
    const { code, err, output } = await assemble(fileWith(name, content));
    expect(code).toBe(1);
    expect(err).toContain(`${error}: `);
    expect(err).not.toContain('    at ');
    expect(readdirSync(output)).toEqual([]);
  });

  it('names standard input and objects of a bucket as what they are, not by the copies it reads', async () => {
    const bad = '{"turns":[{"role":"x","text":"hi"}]}\n';
    s3.bucket.set('texts/a.jsonl', Buffer.from(bad));
    const [given, bucket] = [await assemble('-', [], bad), await assemble('s3://lake/texts/', [], '', s3.environment)];
    expect(given.err).toMatch(/^Standard input line 1 skipped: .*\nInputHasNoExchange: Standard input has no answer/m);
    expect(bucket.err).toMatch(
      /^s3:\/\/lake\/texts\/a\.jsonl line 1 skipped: .*\nInputHasNoExchange: s3:\/\/lake\/texts\//m,
    );
    const damaged = await assemble('-', [], Buffer.from([0x1f, 0x8b, 0, 1, 2]));
    expect(damaged.err).toContain('InputHasNoExchange: Standard input has 1 shard, 1 of them damaged');
    const halfLine = await assemble('-', [], '{"question": "Why');
    expect(halfLine.err).toContain('InputHalfLine: Standard input breaks off in line 1');
  });

  it.each([
    [
      'a file that is not there',
      ['-i', 'nowhere.jsonl', '-o', folder()],
      'InputNotFound: There is no file nowhere.jsonl',
    ],
    ['a folder without files', ['-i', folder(), '-o', folder()], 'InputEmpty: '],
    ['an empty standard input', ['-i', '-', '-o', folder()], 'InputEmpty: Standard input is empty'],
    ['an output that is a file', ['-i', 'x', '-o', 'package.json'], 'UnusableFile: package.json is a file'],
    ['an unknown format', ['-i', 'x', '-o', 'x', '-f', 'xml'], 'Allowed choices are sft, dpo, bedrock, exchanges'],
    ['an unknown policy', ['-i', '-', '-o', folder(), '-p', 'x'], 'There is no policy "x"'],
    ['a second output', ['-i', 'x', '-o', 'y', '--output', folder()], '--output was given twice, and one is written'],
    ['a bucket that is none', ['-i', 's3://', '-o', folder()], 's3:// names no bucket'],
  ])('refuses %s', async (_, args, sentence) => {
    const { code, err } = await reflectwithin(['assemble', '--no-semantic', ...args]);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
  });

  it('says of a file that is not there before a policy takes its time to load, and leaves no folder', async () => {
    const output = join(folder(), 'dataset');
    const { err } = await reflectwithin(['assemble', '--no-semantic', '-i', 'nowhere.jsonl', '-o', output]);
    expect(err).toBe('InputNotFound: There is no file nowhere.jsonl. Check the path after --input.\n');
    expect(existsSync(output)).toBe(false);
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('leaves nothing where somebody ends it by %s, and says so', async (signal, expected) => {
    const output = join(folder(), 'dataset');
    const command = join(import.meta.dirname, '../../cli/reflectwithin.ts');
    const child = spawn(process.execPath, [command, 'assemble', '--no-semantic', '-i', '-', '-o', output]);
    let err = '';
    child.stderr.on('data', (piece: Buffer) => (err += piece.toString()));
    while (!err.includes('Relevance')) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill(signal);
    const [code] = await once(child, 'close');
    expect([code, err]).toEqual([expected, expect.stringContaining(`Ended; ${output} was not written to its end.`)]);
    expect(existsSync(output)).toBe(false);
  });
});
