import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Architecture, Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { runtime } from './bundle.ts';

/** A copy of the policies, with what takes functions long to make of them made already (ADR 0066). */
function copyCompiled(from: string, to: string): boolean {
  cpSync(from, to, { recursive: true });
  execFileSync(process.execPath, ['cli/compile-policy.ts', to], { stdio: ['ignore', 'ignore', 'inherit'] });
  return true;
}

/**
 * All policies and word lists, an operator's own among them.
 *
 * @param layers holds the folder `policy`
 */
export const policyLayer = (scope: Construct, id: string, layers = 'layers'): LayerVersion =>
  new LayerVersion(scope, id, {
    description: 'Policies: data that decides what is a good exchange',
    code: Code.fromAsset(layers, {
      exclude: ['*', '!policy', '!policy/**'],
      // What is compiled depends on code too, so the copy is what is hashed.
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        image: DockerImage.fromRegistry('never-used'),
        command: ['policy', layers],
        local: { tryBundle: (folder) => copyCompiled(join(layers, 'policy'), join(folder, 'policy')) },
      },
    }),
    compatibleRuntimes: [runtime],
    compatibleArchitectures: [Architecture.ARM_64],
  });
