import type * as z from 'zod';
import { TerminalError } from '../../layers/core/errors.ts';
import { step } from '../../layers/kit/step.ts';
import { validated as input, validated as output } from './state.ts';

export { input, output };

type Dataset = z.infer<typeof input>['dataset'];

/** Too few good examples teach nothing: better to stop before a cent is spent. */
export class TooFewExamples extends TerminalError {
  override name = 'TooFewExamples';

  constructor({ train, seen, kept, rejected }: Dataset, need: number) {
    const reasons = Object.entries(rejected)
      .sort(([, a], [, b]) => b - a)
      .slice(0, 3)
      .map(([reason, n]) => `${reason} ${n}`);
    super(
      `The dataset has ${train} training examples, the run asks for ${need}. Of ${seen} exchanges seen ${kept} were kept` +
        `${reasons.length === 0 ? '' : ` (most fell out for: ${reasons.join(', ')})`}. ` +
        'Widen "since", lower "minimumExamples" (10 at least), choose another "policy", or wait for more conversations.',
    );
  }
}

/** Passes the run on when it has enough to learn from. @throws TooFewExamples */
export function enoughExamples(state: z.infer<typeof input>): z.infer<typeof output> {
  const { dataset, request } = state;
  if (dataset.train < request.minimumExamples) throw new TooFewExamples(dataset, request.minimumExamples);
  return state;
}

export const handler = step({ input, output, run: enoughExamples });
