import fc from 'fast-check';
import type { Message } from '../../../layers/core/conversation/message.ts';
import { type Pair, pairAt, type Slot } from '../../../layers/core/conversation/pairing.ts';

const message = (letter: string, place: number): Message | null =>
  letter === '?'
    ? null
    : {
        conversationId: 'c',
        id: String(place),
        userId: 'u',
        sender: letter.toLowerCase() === 'u' ? 'user' : 'ai',
        text: letter === '_' ? ' ' : `says ${place}`,
        createdAt: '2026-01-01T00:00:00.000Z',
        consent: letter === letter.toLowerCase(),
      };
/** u and a: user and AI with consent; U and A: without; _: an AI message still empty; ?: one that could not be read. */
const conversation = (letters: string) => [...letters].map(message);
const exchangesIn = (messages: readonly Slot[], contextTurns: number): Pair[] =>
  messages.map((_, place) => pairAt(messages, place, contextTurns)).filter((pair) => typeof pair !== 'string');
const ids = (letters: string, turns = 3) => exchangesIn(conversation(letters), turns).map(({ reply }) => reply.id);

describe('the exchanges of a conversation', () => {
  it.each([
    ['nothing', '', []],
    ['one answered message', 'ua', ['1']],
    ['an answer to nobody', 'a', []],
    ['two answers: the first belongs to the question', 'uaa', ['1']],
    ['an unanswered message', 'uua', ['2']],
    ['a reply without consent', 'uA', []],
    ['a question without consent', 'Ua', []],
    ['a question without consent does not lend its reply to an earlier question', 'uUa', []],
    ['a reply without consent does not leave its question to a later reply', 'uAa', []],
    ['an unreadable message stands between', 'u?a', []],
    ['a reply that is still being written', 'u_', []],
    ['a person who consents from the second question on', 'UAua', ['3']],
  ])('%s', (_, letters, expected) => {
    expect(ids(letters)).toEqual(expected);
  });

  it.each([
    ['the turns before the question', 'uaua', 6, ['says 0', 'says 1']],
    ['no more of them than asked for', 'uauaua', 2, ['says 2', 'says 3']],
    ['none when none is asked for', 'uaua', 0, []],
    ['none without consent, and none in their stead', 'uaUAua', 2, []],
    ['none that is empty or unreadable', 'u_?aua', 6, ['says 0', 'says 3']],
  ])('gives as context %s', (_, letters, turns, expected) => {
    const last = exchangesIn(conversation(letters), turns).at(-1);
    expect(last?.dialogue.context.map(({ text }) => text)).toEqual(expected);
  });

  it.each([
    ['nothing right after another spoke', 'uavaua', []],
    ['nothing of a reply to another', 'uavua', []],
    ['only what was said since another spoke, and was replied to', 'uavauaua', ['says 4', 'says 5']],
    ['all where nobody else spoke', 'uaua', ['says 0', 'says 1']],
  ])('where another person speaks too, gives as context %s', (_, letters, expected) => {
    const said = [...letters].map((letter, place) => {
      const one = message(letter === 'v' ? 'u' : letter, place);
      return letter === 'v' && one !== null ? { ...one, userId: 'v' } : one;
    });
    const last = exchangesIn(said, 6).at(-1);
    expect(last?.dialogue.context.map(({ text }) => text)).toEqual(expected);
  });

  const letters = fc.string({ unit: fc.constantFrom(...'uaUA?_'), maxLength: 30 });

  it('finds each exchange once, however much of the conversation it is given', () => {
    fc.assert(
      fc.property(letters, fc.nat(30), (all, cut) => {
        expect([...new Set([...ids(all.slice(0, cut)), ...ids(all)])].sort()).toEqual([...ids(all)].sort());
      }),
    );
  });

  it('never lets a turn without consent through', () => {
    fc.assert(
      fc.property(letters, fc.nat(8), (all, turns) => {
        const allowed = new Set(conversation(all).flatMap((m) => (m?.consent ? [m.text] : [])));
        for (const { dialogue } of exchangesIn(conversation(all), turns)) {
          for (const text of [dialogue.user, dialogue.assistant, ...dialogue.context.map((turn) => turn.text)]) {
            expect(allowed).toContain(text);
          }
        }
      }),
    );
  });
});

describe('pairAt', () => {
  it.each([
    ['Ua', 1, 'no_consent'],
    ['uA', 1, 'no_consent'],
    ['aa', 1, 'none'],
    ['ua', 0, 'none'],
    ['ua', 7, 'none'],
  ])('%s at %i is %s', (letters, index, expected) => {
    expect(pairAt(conversation(letters), index, 3)).toBe(expected);
  });
});
