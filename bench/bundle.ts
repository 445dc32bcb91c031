import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { withBundles } from './bundles.ts';
import type { Figure } from './figure.ts';

const kilobytes = (bytes: number) => `${Math.round(bytes / 1024)} KB`;

/** How large the collector is as it is deployed, without its source map. */
export const bundleSize: Figure = {
  name: 'bundle',
  measure: () =>
    withBundles(async ({ collector, sdk }) => {
      const [code, bare] = [readFileSync(collector), readFileSync(sdk)];
      const zipped = gzipSync(code).length;
      return {
        json: { bytes: code.length, gzippedBytes: zipped, sdkBytes: bare.length },
        rows: [
          [
            "Collector's bundle",
            `${kilobytes(code.length)} (${kilobytes(zipped)} zipped; the bare SDK ${kilobytes(bare.length)})`,
          ],
        ],
      };
    }),
};
