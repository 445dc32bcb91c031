import { buildSync } from 'esbuild';

/**
 * Bundles a handler and all it imports into one small ES module, AWS SDK included, as it is deployed.
 *
 * @param entry the handler's file, from the root of the project
 * @param outfile where the module goes; its source map goes beside it
 */
export function bundle(entry: string, outfile: string): void {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
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
