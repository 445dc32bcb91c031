import { parseArgs } from 'node:util';
import { createProgress } from '../cli/progress.ts';
import { bundleSize } from './bundle.ts';
import { coldImport } from './cold-import.ts';
import { collect } from './collect.ts';
import { embedder } from './embedder.ts';
import { path, pathWithoutTokens } from './exchange-path.ts';
import type { Figure } from './figure.ts';

/** All that is measured, in the table's order. To measure one thing more, write its file and name it here. */
const figures: readonly Figure[] = [path, pathWithoutTokens, collect, coldImport, embedder, bundleSize];

/** Of fewer, a median says little. */
const fewestRounds = 5;

const help = `Measures what is fast, as ratios: each figure is the median of its rounds, with the least and the most.

  npm run bench                     a table
  npm run -s bench -- --json        the same as JSON
  --rounds N                        how often to measure: ${fewestRounds} or more (default 7)
  --only NAME                       one figure: ${figures.map(({ name }) => name).join(', ')}`;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string', multiple: true },
    help: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const unknown = values.only?.find((name) => figures.every((figure) => figure.name !== name));

if (values.help) {
  console.log(help);
} else if (unknown !== undefined || !Number.isInteger(rounds) || rounds < fewestRounds) {
  console.error(
    unknown === undefined
      ? `--rounds takes a whole number from ${fewestRounds}: the median of fewer says little.`
      : `There is no figure "${unknown}".`,
  );
  console.error(help);
  process.exitCode = 1;
} else {
  const wanted = figures.filter(({ name }) => values.only?.includes(name) ?? true);
  const told = createProgress();
  const json: Record<string, unknown> = {};
  const rows: (readonly [string, string])[] = [];
  for (const figure of wanted) {
    told.tell(`measuring ${figure.name}`);
    const measured = await figure.measure(rounds);
    json[figure.name] = measured.json;
    rows.push(...measured.rows);
  }
  told.end();
  const width = Math.max(...rows.map(([what]) => what.length));
  console.log(
    values.json
      ? JSON.stringify(json, null, 2)
      : rows.map(([what, much]) => `${what.padEnd(width)}  ${much}`).join('\n'),
  );
}
