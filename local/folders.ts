import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder, whatever folder the command was given in. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** All that a laptop run makes: ignored by git, safe to delete. */
export const localFolder = join(projectFolder, '.local');

/** A folder of its own for a run; the process id keeps two runs of the same second apart. */
export function makeRunFolder(now = new Date()): string {
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = join(localFolder, 'runs', `${time}-${process.pid}`);
  mkdirSync(join(folder, 'logs'), { recursive: true });
  return folder;
}

/**
 * A folder for the emulator's working files. Outside the project: code unpacked below it would find
 * the project's node_modules, and a dependency missing from a bundle would go unnoticed.
 */
export const makeScratchFolder = (): string => mkdtempSync(join(tmpdir(), 'reflectwithin-'));
