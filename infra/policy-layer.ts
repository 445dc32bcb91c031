import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Architecture, Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { runtime } from './bundle.ts';
import { copyCompiled } from './policy-copy.ts';

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
        local: {
          tryBundle(folder) {
            copyCompiled(join(layers, 'policy'), join(folder, 'policy'));
            return true;
          },
        },
      },
    }),
    compatibleRuntimes: [runtime],
    compatibleArchitectures: [Architecture.ARM_64],
  });
