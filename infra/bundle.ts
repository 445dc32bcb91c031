import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { bundles } from './esbuild.ts';

/** What functions run on; esbuild.ts bundles for it. */
export const runtime = Runtime.NODEJS_24_X;

const isHandler = (file: string) => /^export const handler\b/m.test(readFileSync(file, 'utf8'));

let made: ReturnType<typeof bundles> | undefined;

/** Every handler's bundle, made when the first one is asked for: tests that need no code do not pay for it. */
function all(): ReturnType<typeof bundles> {
  made ??= bundles(globSync('functions/*/*.ts').filter(isHandler));
  return made;
}

/**
 * A handler and all it imports, as one small ES module, AWS SDK included: pinned, and faster to start than Lambda's.
 * Made within this process: CDK's NodejsFunction starts npx for each function, which takes most of a synth (ADR 0041).
 *
 * @param entry the handler's file, from the root of the project
 */
export const bundled = (entry: string): Code =>
  Code.fromAsset('.', {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry('never-used'),
      // Never run, but CDK takes two bundles for one when they differ in nothing but a function.
      command: ['esbuild', entry],
      local: {
        tryBundle: (folder) => {
          const files = all().get(entry);
          if (files === undefined) throw new Error(`${entry} is no handler: it must be there, and export one.`);
          for (const { name, contents } of files) writeFileSync(join(folder, name), contents);
          return true;
        },
      },
    },
  });
