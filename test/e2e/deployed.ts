import { rmSync } from 'node:fs';
import { Children } from '../../local/children.ts';
import { makeRunFolder } from '../../local/folders.ts';
import type { Progress } from '../../local/progress.ts';
import { type Laptop, startLaptop } from '../../local/stack/laptop.ts';
import { oneSynth } from './one-synth.ts';

const silent: Progress = {
  stage: () => ({ tell: () => {}, done: () => {}, failed: () => {} }),
  note: () => {},
  close: () => {},
};

export interface Deployed extends Laptop {
  /** With cdk.out, the outputs and the logs. */
  readonly folder: string;
  readonly progress: Progress;
  stop(): Promise<void>;
}

/** The stack on an emulator of this suite's own, with IAM enforced. */
export async function deployed(): Promise<Deployed> {
  const children = new Children();
  const folder = makeRunFolder();
  try {
    const laptop = await startLaptop({ children, folder, progress: silent, synthesis: oneSynth });
    const stop = async () => {
      await children.stopAll();
      rmSync(folder, { recursive: true, force: true });
    };
    return { ...laptop, folder, progress: silent, stop };
  } catch (error) {
    await children.stopAll();
    throw error;
  }
}
