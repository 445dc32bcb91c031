import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code, Runtime } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';

/** What functions run on, and are bundled for. */
export const runtime = Runtime.NODEJS_24_X;
const target = 'node24';

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
      local: {
        tryBundle: (folder) => {
          bundle(entry, `${folder}/index.mjs`);
          return true;
        },
      },
    },
  });

function bundle(entry: string, outfile: string): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target,
    format: 'esm',
    // ES modules of the SDK shake better than its CommonJS.
    mainFields: ['module', 'main'],
    // Some packages are CommonJS inside and call require(), which an ES module does not have.
    banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
    // A stack trace of minified names helps nobody; the map holds positions, no source text.
    sourcemap: 'linked',
    sourcesContent: false,
    logLevel: 'warning',
  });
}
