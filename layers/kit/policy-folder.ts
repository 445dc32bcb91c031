import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the policy layer may be, the likeliest first. */
function* candidates(): Generator<string> {
  const { POLICY_FOLDER, _LAMBDA_LAYERS_DIRS: layers } = process.env;
  if (POLICY_FOLDER) yield POLICY_FOLDER;
  yield '/opt/policy';
  // The emulator unpacks layers into folders of their own and names these folders here.
  for (const layer of (layers ?? '').split(delimiter)) if (layer) yield join(layer, 'policy');
  yield fileURLToPath(new URL('../policy', import.meta.url));
}

/**
 * The folder of the policies: POLICY_FOLDER where it is set, else the mounted layer, else the repository's own.
 *
 * @throws Error when none exists: the function was deployed without the policy layer
 */
export function policyFolder(): string {
  for (const folder of candidates()) if (existsSync(folder)) return folder;
  throw new Error('No policy folder was found: deploy the function with the policy layer, or set POLICY_FOLDER.');
}
