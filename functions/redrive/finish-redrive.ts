import type * as z from 'zod';
import type { Notifier } from '../../layers/core/notifier.ts';
import { step } from '../../layers/kit/step.ts';
import { people } from '../people.ts';
import { redriven as input, redriven as output } from './state.ts';

export { input, output };

/**
 * Tells people what a redrive came to. It is a state of its own: a mail that cannot be sent is tried again with the
 * same counts, where another look at the bucket would find it empty.
 */
export async function finishRedrive(done: z.infer<typeof input>, notifier: Notifier): Promise<z.infer<typeof output>> {
  const words = [
    `Batches taken in: ${done.batches}, with ${done.records} records. They came to ${done.exchanges} exchanges and ` +
      `${done.signals} ratings, corrections and withdrawals of consent. In quarantine: ${done.quarantined}.`,
    // The alarm looks at what the collector's own function has counted, and at nobody else's counts.
    ...(done.quarantined === 0
      ? []
      : [
          'What is in quarantine could not be read, and the alarm ItemsQuarantined does not ring for it: quarantine/ in ' +
            'the lake says where it is and why.',
        ]),
    ...(done.stayed === 0
      ? []
      : [
          `Batches that could not be taken in, and stay in the failures bucket: ${done.stayed}. Mend the cause and start ` +
            `the Redrive state machine again. The first of them:`,
          ...done.some,
        ]),
  ];
  await notifier.publish('ReflectWithin: redrive done', `${words.join('\n')}\n`);
  return done;
}

export const handler = step({ input, output, run: (state) => finishRedrive(state, people()) });
