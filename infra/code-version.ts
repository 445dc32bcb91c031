import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as z from 'zod';

const packageFile = z.object({ version: z.string() });

/** The version of what is deployed: the package's, and the commit where git knows one. `+` says: with changes since. */
export function codeVersion(): string {
  const { version } = packageFile.parse(JSON.parse(readFileSync('package.json', 'utf8')));
  const git = spawnSync('git', ['describe', '--always', '--abbrev=12', '--dirty=+', '--exclude=*'], {
    encoding: 'utf8',
  });
  return git.status === 0 ? `${version} (${git.stdout.trim()})` : version;
}
