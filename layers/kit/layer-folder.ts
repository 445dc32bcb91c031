import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the content of a layer may be, the likeliest first. */
function* candidates(folder: string, chosen: string | undefined): Generator<string> {
  if (chosen) yield chosen;
  yield join('/opt', folder);
  // The emulator unpacks layers into folders of their own and names these folders here.
  for (const layer of (process.env['_LAMBDA_LAYERS_DIRS'] ?? '').split(delimiter)) if (layer) yield join(layer, folder);
  yield fileURLToPath(new URL(`../${folder}`, import.meta.url));
}

const first = (paths: Iterable<string>): string | undefined => {
  for (const path of paths) if (existsSync(path)) return path;
  return undefined;
};

/**
 * The folder of the policies: POLICY_FOLDER where it is set, else the mounted layer, else the repository's own.
 *
 * @throws Error when none exists: the function was deployed without the policy layer
 */
export function policyFolder(): string {
  const found = first(candidates('policy', process.env['POLICY_FOLDER']));
  if (found) return found;
  throw new Error('No policy folder was found: deploy the function with the policy layer, or set POLICY_FOLDER.');
}

/**
 * The folder of the embedding model: MODEL_FOLDER where it is set, else the mounted layer, else the repository's own,
 * where it is only after `npm run fetch-model`. The folder need not exist: without it relevance goes by words.
 */
export function modelFolder(): string {
  const all = [...candidates('semantic/model', process.env['MODEL_FOLDER'])];
  return first(all) ?? all.at(-1) ?? '';
}
