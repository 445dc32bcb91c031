import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { childEnvironment } from '../child-environment.ts';
import type { Children } from '../children.ts';
import { LocalError } from '../errors.ts';
import { localFolder, projectFolder } from '../folders.ts';

const emulatorVersion = '1.5.33';
const image = `ministackorg/ministack:${emulatorVersion}`;
const packages = [`ministack==${emulatorVersion}`, 'cryptography>=41', 'duckdb>=1.2,<2'];

/** How to start the emulator: a command, and its arguments for the settings given. */
interface Launcher {
  readonly how: string;
  readonly command: string;
  /** Arguments that hand `settings` on, for a process that does not inherit the environment. */
  args(settings: Readonly<Record<string, string>>): string[];
}

const works = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 15_000, env: process.env }).status === 0;

/** The environment's folder names its content, so that a new version makes a new one. */
const environmentFolder = join(localFolder, `venv-${emulatorVersion}-sql`);
const pythonIn = (folder: string): string => join(folder, 'bin', 'python');

/** Whether the environment is there. It was moved to its place when it was whole. */
const usable = (place: string): boolean => works(pythonIn(place), ['-c', 'import ministack']);

const fromPython = (place: string): Launcher => ({
  how: 'Python',
  command: pythonIn(place),
  args: () => ['-m', 'ministack'],
});

const fromDocker: Launcher = {
  how: 'Docker',
  command: 'docker',
  args: (settings) => [
    ...['run', '--rm', '--init', '--network', 'host'],
    ...['--volume', `${join(projectFolder, 'node_modules')}:/opt/node_modules:ro`],
    ...Object.entries({ ...settings, NODE_PATH: '/opt/node_modules' }).flatMap(([k, v]) => ['--env', `${k}=${v}`]),
    image,
  ],
};

/** A Python that ministack runs on, or undefined. */
const findPython = (): string | undefined =>
  ['python3', 'python', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10'].find((python) =>
    works(python, ['-c', 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))']),
  );

interface Finding {
  readonly children: Children;
  /** Where the output of an installation goes. */
  readonly log: string;
  readonly say?: (what: string) => void;
  /** Where the Python environment is, or shall be. */
  readonly place?: string;
}

interface Way {
  readonly with: string;
  readonly commands: readonly (readonly [command: string, ...args: string[]])[];
}

/** The ways to make a Python environment that this machine has: commands that make `folder` and install into it. */
function waysToInstall(folder: string): Way[] {
  const python = findPython();
  const into = pythonIn(folder);
  const ways: Way[] = [];
  if (works('uv', ['--version'])) {
    ways.push({
      with: 'uv',
      commands: [
        ['uv', 'venv', '--quiet', '--python', '>=3.10', folder],
        ['uv', 'pip', 'install', '--quiet', '--python', into, ...packages],
      ],
    });
  }
  if (python !== undefined) {
    ways.push({
      with: 'pip',
      commands: [
        [python, '-m', 'venv', folder],
        [into, '-m', 'pip', 'install', '--quiet', ...packages],
      ],
    });
  }
  return ways;
}

/** Puts a whole environment in its place. Another run may have been faster: then its own is as good. */
function moveIntoPlace(folder: string, place: string): void {
  try {
    renameSync(folder, place);
  } catch {
    if (usable(place)) return;
    renameSync(place, `${folder}.broken`);
    renameSync(folder, place);
  }
}

/**
 * Makes the Python environment beside its place and moves it there when it is whole: a run that was
 * interrupted leaves no half of one, and of two runs at once one simply comes second.
 *
 * @returns why each way failed; empty when there was none
 */
async function makeEnvironment({ children, log, say, place }: Required<Finding>): Promise<string[]> {
  mkdirSync(dirname(place), { recursive: true });
  const beside = mkdtempSync(`${place}.`);
  const env = childEnvironment({ PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' });
  const failures: string[] = [];
  try {
    for (const [attempt, way] of waysToInstall(join(beside, 'new')).entries()) {
      say(`installing MiniStack ${emulatorVersion} with ${way.with}, once`);
      try {
        if (attempt > 0) rmSync(join(beside, 'new'), { recursive: true, force: true });
        for (const [command, ...args] of way.commands) await children.run(command, args, { env, log });
        moveIntoPlace(join(beside, 'new'), place);
        return [];
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error));
      }
    }
    return failures;
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/**
 * Finds a way to start the emulator: a Python environment of our own, made at the first run, else Docker.
 *
 * @throws LocalError `NoEmulator` when the machine has neither; `EmulatorNotInstalled` when the installation failed
 */
export async function findLauncher(finding: Finding): Promise<Launcher> {
  const { children, log, say = () => {}, place = environmentFolder } = finding;
  if (usable(place)) return fromPython(place);
  const failures = await makeEnvironment({ children, log, say, place });
  if (usable(place)) return fromPython(place);
  if (works('docker', ['info'])) return fromDocker;
  if (failures.length > 0) {
    throw new LocalError('EmulatorNotInstalled', `MiniStack could not be installed. ${failures.join('\n')}`);
  }
  throw new LocalError(
    'NoEmulator',
    'The AWS emulator needs Python 3.10 or newer with venv (on Debian and Ubuntu: apt install python3-venv), or uv, or a running Docker; install one of them, or set AWS_ENDPOINT_URL to a MiniStack that runs already.',
  );
}
