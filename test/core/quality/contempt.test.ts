import { readdirSync, readFileSync } from 'node:fs';
import { loadJudge } from '../../../layers/adapters/judge-files.ts';

const reflect = loadJudge('layers/policy', 'reflect');
const folder = 'corpus/replies';

/** The lines of the files that begin so: the odd ones, which were read when phrases were written, and the even ones. */
function repliesOf(kind: 'dismissive' | 'kind'): { read: string[]; counted: string[] } {
  const files = readdirSync(folder).filter((file) => file.startsWith(`${kind}-`));
  const all = files.flatMap((file) => {
    const lines = readFileSync(`${folder}/${file}`, 'utf8').split('\n');
    return lines.filter((line) => line !== '' && !line.startsWith('#')).map((line, at) => ({ line, at }));
  });
  const half = (odd: number) => all.filter(({ at }) => at % 2 === odd).map(({ line }) => line);
  return { read: half(0), counted: half(1) };
}

const shareFlagged = (replies: readonly string[]): number => {
  const flagged = replies.filter((assistant) =>
    reflect.judge({ user: 'I feel awful about it all.', assistant, context: [] }).flags.includes('dismissive'),
  );
  return flagged.length / replies.length;
};

it.each(['read', 'counted'] as const)('more than a quarter of contemptuous replies are told, of those %s', (half) => {
  expect(shareFlagged(repliesOf('dismissive')[half])).toBeGreaterThan(0.26);
});

it.each(['read', 'counted'] as const)('kind replies next to never are, of those %s', (half) => {
  expect(shareFlagged(repliesOf('kind')[half])).toBeLessThan(0.015);
});
