import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Architecture, Code, LayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { runtime } from './bundle.ts';

const library = 'node_modules/onnxruntime-node';

const platformFor = (emulator: boolean) => (emulator ? `${process.platform}/${process.arch}` : 'linux/arm64');

/** The files that the layer needs and that are not there; see `semanticLayer`. */
export const missingForSemanticLayer = (emulator: boolean, model = 'layers/semantic/model'): string[] =>
  [join(model, 'model.onnx'), join(library, 'bin/napi-v6', platformFor(emulator))].filter((path) => !existsSync(path));

/**
 * The embedding model and the native library it runs on, mounted at /opt/semantic and /opt/nodejs: about 50 MB, for
 * the functions that compare meanings. Undefined, with a warning, when the model has not been fetched: relevance then
 * goes by words.
 *
 * @param emulator functions run on this machine there, and need its library
 * @param model where `npm run fetch-model` puts the model
 */
export function semanticLayer(
  scope: Construct,
  emulator: boolean,
  model = 'layers/semantic/model',
): LayerVersion | undefined {
  const missing = missingForSemanticLayer(emulator, model);
  if (missing.length > 0) {
    const warning = `Relevance goes by words: ${missing.join(' and ')} is not there. "npm run fetch-model" gets the model.`;
    Annotations.of(scope).addWarningV2('reflectwithin:words-only', warning);
    return undefined;
  }
  return new LayerVersion(scope, 'Semantic', {
    description: 'all-MiniLM-L6-v2 and onnxruntime: sentence embeddings',
    code: Code.fromAsset('.', {
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        image: DockerImage.fromRegistry('never-used'),
        local: {
          tryBundle: (folder) => {
            copyLayer(folder, model, platformFor(emulator));
            return true;
          },
        },
      },
    }),
    compatibleRuntimes: [runtime],
    compatibleArchitectures: [Architecture.ARM_64],
  });
}

/** The package holds a library per platform, 290 MB in all: a layer may hold 250, and needs one. */
function copyLayer(folder: string, model: string, platform: string): void {
  cpSync(model, join(folder, 'semantic/model'), { recursive: true });
  const modules = join(folder, 'nodejs/node_modules');
  cpSync('node_modules/onnxruntime-common/dist/cjs', join(modules, 'onnxruntime-common/dist/cjs'), { recursive: true });
  cpSync('node_modules/onnxruntime-common/package.json', join(modules, 'onnxruntime-common/package.json'));
  for (const part of ['package.json', 'dist', join('bin/napi-v6', platform)]) {
    cpSync(join(library, part), join(modules, 'onnxruntime-node', part), { recursive: true });
  }
}
