import { execFileSync } from 'node:child_process';
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
};

/** Milliseconds of processor time that some code takes in a new process, the process's own start not counted. */
const inNewProcess = (code: string, policies: string): number =>
  Number(
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `const start = process.threadCpuUsage(); ${code}
         const { user, system } = process.threadCpuUsage(start); console.log((user + system) / 1000);`,
      ],
      { encoding: 'utf8', env: { ...environment, POLICY_FOLDER: policies } },
    ),
  );
const importing = (file: string) => `const module = await import('${pathToFileURL(file)}');`;

/**
 * The collector's import against that of the bare SDK clients, each in a new process, in turn; and until it can
 * judge, with the policy read from the layer as it is deployed, compiled, which the first batch waits for.
 */
export const coldImport: Figure = {
  name: 'coldImport',
  measure: (rounds) =>
    withBundles(async ({ collector, wiring, sdk, policies }) => {
      const ratios: number[] = [];
      const ratiosReady: number[] = [];
      const ours: number[] = [];
      const theirs: number[] = [];
      for (let round = -1; round < 2 * rounds; round++) {
        const bare = inNewProcess(importing(sdk), policies);
        const whole = inNewProcess(importing(collector), policies);
        const ready = inNewProcess(`${importing(wiring)} module.lineParts();`, policies);
        // The first round only brings the files into the system's memory.
        if (round < 0) continue;
        ratios.push(whole / bare);
        ratiosReady.push(ready / bare);
        ours.push(whole);
        theirs.push(bare);
      }
      const [ratio, readyRatio] = [summary(ratios), summary(ratiosReady)];
      return {
        json: {
          ratioToSdk: rounded(ratio, 2).value,
          spread: rounded(ratio, 2).spread,
          ratioToSdkReady: rounded(readyRatio, 2).value,
          milliseconds: rounded(summary(ours), 0).value,
          sdkMilliseconds: rounded(summary(theirs), 0).value,
          rounds: 2 * rounds,
        },
        rows: [
          ["Collector's cold import, of the bare SDK's", inWords(ratio, '×', 2)],
          ['  until the policy is read too', inWords(readyRatio, '×', 2)],
          ['  milliseconds', inWords(summary(ours), '', 0)],
          ['  milliseconds, the bare SDK', inWords(summary(theirs), '', 0)],
        ],
      };
    }),
};
