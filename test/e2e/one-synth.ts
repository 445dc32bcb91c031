import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Synthesis } from '../../local/stack/deploy.ts';

/** Stands in the shared template where each suite has the stand-in of its own. */
const anyStandIn = 'http://stand-in.invalid/v1';
/** In milliseconds: far more than a synth takes on a busy machine. */
const patience = 240_000;

/** Whether this suite is the first of the run to want the folder. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/**
 * The suites of a run deploy the same app and share one synth, most of which is bundling. Packed assets (`.cache`) are
 * shared too. The template is each suite's own, for it has the address of its stand-in.
 */
export const oneSynth: Synthesis = async (assembly, context, synth) => {
  const shared = join(process.env['TEST_RUN_FOLDER'] ?? '', 'assembly');
  const [out, packed, done, failed] = [`${shared}/out`, `${shared}/packed`, `${shared}/done`, `${shared}/failed`];
  if (isFirst(shared)) {
    try {
      mkdirSync(packed);
      await synth(out, { ...context, openaiBaseUrl: anyStandIn });
      writeFileSync(done, '');
    } catch (error) {
      writeFileSync(failed, String(error));
    }
  }
  for (const began = Date.now(); !existsSync(done); await sleep(100)) {
    if (existsSync(failed)) throw new Error(readFileSync(failed, 'utf8'));
    if (Date.now() - began > patience) throw new Error('The first suite of the run has not ended its synth.');
  }
  mkdirSync(assembly);
  symlinkSync(packed, join(assembly, '.cache'));
  for (const name of readdirSync(out)) {
    const [from, to] = [join(out, name), join(assembly, name)];
    if (name.startsWith('asset.')) symlinkSync(from, to);
    else writeFileSync(to, readFileSync(from, 'utf8').replaceAll(anyStandIn, String(context['openaiBaseUrl'])));
  }
};
