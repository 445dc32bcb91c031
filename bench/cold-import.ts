import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { withBundles } from './bundles.ts';
import { type Figure, inWords, rounded, summary } from './figure.ts';

/** What a deployed collector finds in its environment; nothing of it is called while it is imported. */
const environment = {
  PATH: process.env['PATH'],
  AWS_REGION: 'us-east-1',
  LAKE_BUCKET: 'lake',
  MESSAGES_TABLE: 'messages',
  PSEUDONYM_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:pseudonyms',
  POLICY: 'strategy',
  POLICY_FOLDER: resolve(import.meta.dirname, '../layers/policy'),
};

/** Milliseconds that a new process takes to import a file, its own start not counted. */
const importing = (file: string): number =>
  Number(
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const start = performance.now(); await import('${pathToFileURL(file)}'); console.log(performance.now() - start);`,
      ],
      { encoding: 'utf8', env: environment },
    ),
  );

/** The collector's import, policy files included, against that of the bare SDK clients: each in a new process, in turn. */
export const coldImport: Figure = {
  name: 'coldImport',
  measure: (rounds) =>
    withBundles(async ({ collector, sdk }) => {
      const ratios: number[] = [];
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = -1; round < 2 * rounds; round++) {
        const bare = importing(sdk);
        const whole = importing(collector);
        // The first round only brings the files into the system's memory.
        if (round < 0) continue;
        ratios.push(whole / bare);
        ours.push(whole);
        theirs.push(bare);
      }
      const ratio = summary(ratios);
      return {
        json: {
          ratioToSdk: rounded(ratio, 2).value,
          spread: rounded(ratio, 2).spread,
          milliseconds: rounded(summary(ours), 0).value,
          sdkMilliseconds: rounded(summary(theirs), 0).value,
          rounds: 2 * rounds,
        },
        rows: [
          ["Collector's cold import, of the bare SDK's", inWords(ratio, '×', 2)],
          ['  milliseconds', inWords(summary(ours), '', 0)],
          ['  milliseconds, the bare SDK', inWords(summary(theirs), '', 0)],
        ],
      };
    }),
};
