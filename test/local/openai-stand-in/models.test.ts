import fc from 'fast-check';
import { epochsFor, measuredSteps } from '../../../local/openai-stand-in/job.ts';
import { losses } from '../../../local/openai-stand-in/loss.ts';
import { NearestReply } from '../../../local/openai-stand-in/nearest-reply.ts';

const words = fc.array(fc.constantFrom('run', 'sleep', 'knee', 'yoga', 'tired', 'happy', 'food', 'walk'), {
  minLength: 1,
  maxLength: 6,
});
const example = fc.record({ prompt: words, reply: words }).map(({ prompt, reply }) => ({
  prompt: prompt.join(' '),
  reply: reply.join(' '),
}));
const examples = fc.array(example, { minLength: 1, maxLength: 30 });

describe('the nearest reply', () => {
  it('of a prompt that was taught is its own, or that of a prompt with the same words', () => {
    fc.assert(
      fc.property(examples, fc.nat(), (taught, pick) => {
        const asked = taught[pick % taught.length]?.prompt ?? '';
        const setOf = (text: string) => [...new Set(text.split(' '))].sort().join(' ');
        const alike = taught.filter(({ prompt }) => setOf(prompt) === setOf(asked)).map(({ reply }) => reply);
        expect(alike).toContain(new NearestReply(taught).answer(asked)?.reply);
      }),
    );
  });

  it('is none where no word is shared', () => {
    expect(new NearestReply([{ prompt: 'knee', reply: 'Where?' }]).answer('Gedanken')).toBeUndefined();
  });
});

describe('the loss', () => {
  it('falls step by step, is the same each time, and is higher for what was not seen', () => {
    const unseen = [{ prompt: 'x', reply: 'entirely other words' }];
    fc.assert(
      fc.property(examples, (taught) => {
        const metrics = losses(taught, unseen, [1, 2, 3, 4]);
        const train = metrics.map(({ train_loss }) => train_loss);
        expect(train.every((loss) => loss >= 0)).toBe(true);
        expect(train.toSorted((a, b) => b - a)).toEqual(train);
        expect(metrics.every(({ train_loss, valid_loss = 0 }) => valid_loss > train_loss)).toBe(true);
        expect(losses(taught, unseen, [1, 2, 3, 4])).toEqual(metrics);
      }),
    );
  });

  it('is lower for replies that resemble each other', () => {
    const of = (replies: string[]) =>
      losses(
        replies.map((reply) => ({ prompt: 'p', reply })),
        [],
        [1],
      )[0]?.train_loss ?? 0;
    expect(of(['how was it', 'how was it', 'how was that'])).toBeLessThan(
      of(['how was it', 'tell me more', 'and your knee']),
    );
  });
});

it.each([
  [10, 10],
  [33, 3],
  [34, 3],
  [1000, 3],
  [9000, 2],
  [30_000, 1],
])('%i examples are read in %i epochs by default', (count, epochs) => {
  expect(epochsFor(count)).toBe(epochs);
});

it('measures at the end of every epoch, and seldom between', () => {
  expect(measuredSteps(2, 3)).toEqual([1, 2, 3, 4, 5, 6]);
  const steps = measuredSteps(3, 1000);
  expect(steps).toEqual(expect.arrayContaining([1000, 2000, 3000]));
  expect(steps.length).toBeLessThan(34);
});
