import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { bundle } from './esbuild.ts';

/** What functions run on; esbuild.ts bundles for it. */
export const runtime = Runtime.NODEJS_24_X;

/**
 * A handler and all it imports, as one small ES module, AWS SDK included: pinned, and faster to start than Lambda's.
 * Called within this process: CDK's NodejsFunction starts npx for each function, which takes most of a synth (ADR 0041).
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
          bundle(entry, `${folder}/index.mjs`);
          return true;
        },
      },
    },
  });
