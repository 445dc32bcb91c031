import { execFileSync } from 'node:child_process';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { compareKeys, instant, readMessage } from '../../../layers/core/conversation/image.ts';
import { messageMappingSchema } from '../../../layers/core/conversation/mapping.ts';
import { itemOf } from '../../support/app-table.ts';

const own = messageMappingSchema.parse({});
const item = (changes: Record<string, unknown> = {}) =>
  marshall(itemOf({ conversationId: 'c', place: 1, sender: 'user', text: 'hello', ...changes }), {
    removeUndefinedValues: true,
  });
const read = (changes: Record<string, unknown>, mapping: unknown = {}) => {
  const image = item(changes);
  return readMessage(image, image, messageMappingSchema.parse(mapping));
};

describe('readMessage', () => {
  it('reads an item of our own table', () => {
    expect(read({ model: 'gpt-x', variant: 'b' })).toEqual({
      conversationId: 'c',
      id: 'm1',
      userId: 'user of c',
      sender: 'user',
      text: 'hello',
      createdAt: '2026-01-05T08:00:01.000Z',
      consent: true,
      model: 'gpt-x',
      variant: 'b',
    });
  });

  it.each([
    ['unreadable_sender', { sender: 'parrot' }],
    ['unreadable_sender', { sender: undefined }],
    ['unreadable_conversationId', { conversationId: undefined }],
    ['unreadable_messageId', { messageId: undefined }],
    ['unreadable_messageId', { messageId: '' }],
    ['unreadable_text', { text: undefined }],
    ['unreadable_text', { text: null }],
    ['unreadable_text', { text: ['a', 'b'] }],
    ['unreadable_createdAt', { createdAt: 'yesterday' }],
    ['unreadable_createdAt', { createdAt: undefined }],
    ['unreadable_userId', { userId: undefined }],
  ])('says %s of %j', (reason, changes) => {
    expect(read(changes)).toBe(reason);
  });

  it.each([
    [true, { consent: true }, {}],
    [true, { consent: 'yes' }, {}],
    [false, { consent: false }, {}],
    [false, { consent: 'no' }, {}],
    [false, { consent: undefined }, {}],
    [false, { consent: null }, {}],
    [false, { consent: 'Yes, but only for research' }, {}],
    [true, { consent: 1 }, { consentGranted: ['1'] }],
    [false, { consent: true }, { consentGranted: ['1'] }],
    [true, { consent: undefined }, { consentAssumed: true }],
    [false, { consent: 'no' }, { consentAssumed: true }],
    [false, { consent: null }, { consentAssumed: true }],
    [true, { consent: undefined, mayTrain: true }, { attributes: { consent: 'mayTrain' } }],
  ])('gives consent %p to %j where the mapping is %j', (consent, changes, mapping) => {
    expect(read(changes, mapping)).toMatchObject({ consent });
  });

  it("reads the app's own names and values", () => {
    const image = marshall({ chat: 7, at: 1_767_600_000, from: 'BOT', body: 'hi', nr: 3, who: 'w', ok: 'J' });
    const mapping = messageMappingSchema.parse({
      attributes: {
        conversationId: 'chat',
        sortKey: 'at',
        messageId: 'nr',
        userId: 'who',
        sender: 'from',
        text: 'body',
        createdAt: 'at',
        consent: 'ok',
      },
      aiSenders: ['BOT'],
      consentGranted: ['J'],
    });
    expect(readMessage(image, image, mapping)).toEqual({
      conversationId: '7',
      id: '3',
      userId: 'w',
      sender: 'ai',
      text: 'hi',
      createdAt: '2026-01-05T08:00:00.000Z',
      consent: true,
    });
  });

  it('passes over the senders it is told to', () => {
    expect(read({ sender: 'system' }, { ignoredSenders: ['system'] })).toBe('ignored');
  });

  it('needs the person on the messages of the person only', () => {
    expect(read({ sender: 'ai', userId: undefined })).toMatchObject({ sender: 'ai' });
  });

  it('answers something, never throws, whatever stands in an item', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.values(own.attributes)), fc.anything()), (image) => {
        expect(typeof readMessage(image, image, own)).not.toBe('undefined');
      }),
    );
  });
});

describe('instant', () => {
  it.each([
    ['2026-01-05T08:00:00Z', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T10:00:00.5+02:00', '2026-01-05T08:00:00.500Z'],
    ['1767600000', '2026-01-05T08:00:00.000Z'],
    ['1767600000000', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05T08:00', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05 08:00:00', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05 08:00:00+01', '2026-01-05T07:00:00.000Z'],
    ['2026-01-05', '2026-01-05T00:00:00.000Z'],
    ['1/5/26, 8:00 PM', '2026-01-05T20:00:00.000Z'],
    ['5.1.2026 08:00', '2026-01-05T08:00:00.000Z'],
    ['05.01.2026', '2026-01-05T00:00:00.000Z'],
    ['Jan 5, 2026 8:00:00 AM', '2026-01-05T08:00:00.000Z'],
    ['Mon, 05 Jan 2026 08:00:00 GMT', '2026-01-05T08:00:00.000Z'],
    ['Mon Jan 05 2026 09:00:00 GMT+0100 (Central European Standard Time)', '2026-01-05T08:00:00.000Z'],
    ['2026-01-05 08:00 PST', '2026-01-05T16:00:00.000Z'],
    // A day as digits, a day of Excel, a year: each is some second of 1970 too.
    ['20260105', undefined],
    ['20260105080000', undefined],
    ['46027.3333', undefined],
    ['', undefined],
    ['soon', undefined],
    ['1e300', undefined],
    ['900000000000000', undefined],
  ])('%s is %s', (text, expected) => {
    expect(instant(text)).toBe(expected);
  });

  it.each(['Asia/Tokyo', 'America/New_York'])('reads the same on a machine in %s', (zone) => {
    const times = ['2026-01-05T08:00', '1/5/26, 8:00 AM', 'Jan 5, 2026 08:00', '5.1.2026 8:00', '2026-03-08 02:30'];
    const script = `import { instant } from './layers/core/conversation/image.ts';
      console.log(JSON.stringify(${JSON.stringify(times)}.map(instant)));`;
    const options = { env: { ...process.env, TZ: zone }, encoding: 'utf8' } as const;
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], options);
    expect(JSON.parse(said)).toEqual(times.map(instant));
  });
});

describe('compareKeys', () => {
  it.each([
    ['S', ['10', '9', '9a']],
    ['N', ['-1', '2', '10', '1767600000000000001', '1767600000000000002']],
  ] as const)('orders keys of type %s as DynamoDB does', (type, values) => {
    const keys = values.map((value) => ({ type, value }));
    expect(keys.toReversed().sort(compareKeys)).toEqual(keys);
  });
});

describe('the mapping', () => {
  it.each([[{ shpae: 'message' }], [{ attributes: { txt: 'body' } }], [{ shape: 'rows' }], [{ consentGranted: [] }]])(
    'refuses %j',
    (mapping) => {
      expect(messageMappingSchema.safeParse(mapping).success).toBe(false);
    },
  );
});
