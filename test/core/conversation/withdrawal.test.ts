import fc from 'fast-check';
import { says, shapes, talk, world } from '../../support/conversation.ts';

/** The nth message: the person's, the companion's, or a reply in place of the one before it. */
type Kind = 'user' | 'ai' | 'again';
const kinds = fc.array(fc.constantFrom<Kind>('user', 'ai', 'again'), { minLength: 2, maxLength: 20 });
const written = (all: readonly Kind[]) =>
  all.map((kind, place) =>
    says(place, {
      sender: kind === 'user' ? 'user' : 'ai',
      text: `says <${place}>`,
      ...(kind === 'again' && { regenerates: `m${place - 1}` }),
    }),
  );

describe.each(shapes)('after a withdrawal (%s)', (shape) => {
  it('a reply that replaces others no longer holds the turn, which is farther back for it', async () => {
    const { write, collect, trains } = world(shape, 6);
    const again = [12, 13, 14].map((place) => says(place, { sender: 'ai', regenerates: `m${place - 1}` }));
    write(...talk(12), ...again);
    await collect();
    write(says(4, { consent: false }));
    await collect();
    expect(trains().map(({ assistant }) => assistant)).toContain('says 14');
    expect(JSON.stringify(trains())).not.toContain('says 4');
  });

  it('no exchange that trains holds what was said, however many replies were replaced and how it comes in batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        kinds,
        fc.array(fc.nat(19), { maxLength: 4 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 8 }),
        async (all, which, contextTurns, size) => {
          const { write, collectBy, trains } = world(shape, contextTurns);
          const messages = written(all);
          for (const message of messages) write(message);
          await collectBy(size);
          const withdrawn = messages.filter(({ place }) => which.includes(place));
          for (const message of withdrawn) write({ ...message, consent: false });
          await collectBy(size);
          for (const { text } of withdrawn) expect(JSON.stringify(trains())).not.toContain(text);
        },
      ),
      { numRuns: 200 },
    );
  });
});
