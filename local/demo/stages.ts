import type { Progress, Stage } from '../progress.ts';

/** The states of the poll loop are one thing to wait for. */
const loop: Readonly<Record<string, string>> = {
  'Wait for fine-tune': 'Fine-tune',
  'Poll fine-tune': 'Fine-tune',
};

/** Shows the states of a run as stages, each until the next one begins. */
export function runStages(progress: Progress): { enter(state: string): void; end(succeeded: boolean): void } {
  let current: { name: string; stage: Stage } | undefined;
  let polls = 0;
  return {
    enter(state) {
      const name = loop[state] ?? state;
      if (state === 'Poll fine-tune') polls++;
      if (current?.name !== name) {
        if (name !== 'Record failure') current?.stage.done();
        else current?.stage.failed();
        current = { name, stage: progress.stage(name) };
      }
      if (name === 'Fine-tune') current.stage.tell(`asked ${polls} times`);
    },
    end(succeeded) {
      if (succeeded) current?.stage.done();
      else current?.stage.failed();
    },
  };
}
