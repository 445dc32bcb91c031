import * as z from 'zod';
import { step } from '../../layers/kit/step.ts';
import { stream } from '../../layers/kit/stream.ts';
import { invoke } from '../support/lambda.ts';

const words = 'I feel so alone since Tuesday';
const read = () => {
  JSON.parse(`{"user":"${words}`.slice(9));
};
describe('an error over JSON that cannot be read', () => {
  it.each([
    ['a state', step({ input: z.unknown(), output: z.unknown(), run: read })],
    ['a stream', stream(async () => read())],
  ])('quotes nothing of it in %s, and still says where it was read', async (_, handler) => {
    expect(read).toThrow('I feel');
    const { error, output } = await invoke(handler, { Records: [] });
    const { name, message, stack, cause } = Object(error);
    expect(name).toBe('UnreadableJson');
    expect(`${message} ${stack} ${cause} ${output}`).not.toMatch(/feel|alone|Tuesday/);
    expect(stack).toContain('discreet.test.ts');
  });
});
