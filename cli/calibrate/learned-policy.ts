import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { readPolicyFile } from '../../layers/adapters/policy-file.ts';
import { policyNames } from '../../layers/adapters/policy-files.ts';
import { policySchema } from '../../layers/core/quality/policy.ts';
import { policyFolder } from '../policy-folder.ts';
import { cannotWrite, UnusableFile } from '../unusable-file.ts';

/** A policy is named as its folder, for it will be asked for by that name. @throws UnusableFile */
export function nameOf(output: string): string {
  if (output === '') throw new UnusableFile('The output has no name. Give a folder to write the policy to.');
  const name = basename(resolve(output));
  if (/^[a-z][a-z0-9-]*$/.test(name)) return name;
  throw new UnusableFile(
    `The policy is named as its folder, and "${name}" is no name: use small letters, digits and "-", as in my-policy.`,
  );
}

const isThere = async (...path: string[]): Promise<boolean> =>
  (await stat(join(...path)).catch(() => undefined)) !== undefined;

/** `calibrate` leaves a `fitted.json` in what it writes; a policy without one somebody set by hand. */
const isSetByHand = async (folder: string): Promise<boolean> =>
  (await isThere(folder, 'policy.json')) && !(await isThere(folder, 'fitted.json'));

/**
 * What people set by hand is not written over, nor is its name given to what was learned: shards name the policy that
 * judged them.
 *
 * @throws UnusableFile also for a file
 */
export async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found !== undefined && !found.isDirectory()) {
    throw new UnusableFile(`${folder} is a file. Name a folder to write the policy to.`);
  }
  if (await isSetByHand(folder)) {
    throw new UnusableFile(`${folder} holds a policy that was set by hand, and it would be lost. Name another folder.`);
  }
  const name = nameOf(folder);
  if (policyNames(policyFolder).includes(name) && (await isSetByHand(join(policyFolder, name)))) {
    throw new UnusableFile(
      `"${name}" is a policy of the project (layers/policy/${name}), and what you learn would pass for it. ` +
        'The policy is named as its folder: name another, such as my-policy.',
    );
  }
}

/**
 * Tries whether a policy can be written before it is learned, which takes its time. Nothing of it stays.
 *
 * @throws UnusableFile
 */
export async function tryFolder(folder: string): Promise<void> {
  const missing: string[] = [];
  for (let each = resolve(folder); !(await isThere(each)); each = dirname(each)) missing.unshift(each);
  const made: string[] = [];
  try {
    // One after the other: where the system makes none, as in /proc, Node's own "recursive" goes on for ever.
    for (const each of missing) {
      await mkdir(each);
      made.unshift(each);
    }
    await rmdir(await mkdtemp(join(folder, '.tried-')));
  } catch (error) {
    throw cannotWrite(folder, error);
  } finally {
    for (const each of made) await rmdir(each);
  }
}

/**
 * Writes a policy where perhaps another one is. All of it is written beside that first, and then put in its place: new
 * weights beside another policy's thresholds would be judged by under a version that is known. Without a pause, so that
 * whoever ends the command is heard before or after; `policy.json` last, for a folder is a policy when all of it is there.
 *
 * @throws UnusableFile where it cannot be written. Where writing failed, as on a full disk, the folder then holds what
 *   it held; where putting a file in its place failed, as over a folder of its name, the files before that are new
 */
export function writePolicy(
  folder: string,
  files: Readonly<Record<string, string>>,
  write: (path: string, content: string) => void = writeFileSync,
): void {
  const lastly = (file: string) => Number(file === 'policy.json');
  const names = Object.keys(files).toSorted((a, b) => lastly(a) - lastly(b));
  let unfinished: string | undefined;
  try {
    mkdirSync(folder, { recursive: true });
    unfinished = mkdtempSync(join(folder, '.unfinished-'));
    for (const name of names) write(join(unfinished, name), files[name] ?? '');
    for (const name of names) renameSync(join(unfinished, name), join(folder, name));
  } catch (error) {
    throw cannotWrite(folder, error);
  } finally {
    if (unfinished) rmSync(unfinished, { recursive: true });
  }
}

const identity = z.looseObject({ name: policySchema.shape.name, version: policySchema.shape.version });

/** The policy that a folder holds already, if any. */
interface Held {
  readonly folder: string;
  readonly version?: string;
  readonly contentOf: (file: string) => Promise<string>;
}

const nextVersion = (version: string): string =>
  version.replace(/\d+\.\d+$/, (rest) => `${Number.parseInt(rest, 10) + 1}.0`);

/** By their numbers: 1.10.0 is above 1.9.0. */
function isAbove(one: string, other: string): boolean {
  const [parts, others] = [one, other].map((version) => version.split('.').map(Number));
  for (const [at, part] of (parts ?? []).entries()) {
    const difference = part - (others?.[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/**
 * What a folder holds.
 *
 * @param wanted the version that the next policy in it shall have
 * @throws UnusableFile when that is below the one which is there; InvalidPolicyFile
 */
export async function heldIn(folder: string, wanted: string | undefined): Promise<Held> {
  const contentOf = (file: string) => readFile(join(folder, file), 'utf8').catch(() => '');
  if ((await contentOf('policy.json')) === '') return { folder, contentOf };
  const { version } = readPolicyFile(identity, join(folder, 'policy.json'));
  if (wanted === undefined || wanted === version || isAbove(wanted, version)) return { folder, version, contentOf };
  throw new UnusableFile(
    `${folder} holds version ${version}, and ${wanted} is below it: exchanges may be stored that name it. ` +
      'Leave --version out to get the next one, or name one above, or another folder.',
  );
}

/**
 * A version that no other policy has in its folder: shards name the version that judged them.
 *
 * @param filesOf the new policy as it would be with a version
 * @throws UnusableFile when the version that is wanted is that of another policy there
 */
export async function versionBeside(
  { folder, version, contentOf }: Held,
  wanted: string | undefined,
  filesOf: (version: string) => Readonly<Record<string, string>>,
): Promise<string> {
  if (version === undefined || (wanted !== undefined && wanted !== version)) return wanted ?? '1.0.0';
  const files = Object.entries(filesOf(version));
  const same = await Promise.all(files.map(async ([file, content]) => (await contentOf(file)) === content));
  if (same.every(Boolean)) return version;
  if (wanted === undefined) return nextVersion(version);
  throw new UnusableFile(
    `${folder} holds another policy with the version ${wanted}, and exchanges may be stored that name it. ` +
      'Leave --version out to get the next one, or name another folder.',
  );
}
