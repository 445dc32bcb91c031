import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../child-environment.ts';
import type { Children } from '../children.ts';
import { LocalError } from '../errors.ts';
import { localFolder, projectFolder } from '../folders.ts';

export const emulatorVersion = '1.5.33';
const image = `ministackorg/ministack:${emulatorVersion}`;
const packages = [`ministack==${emulatorVersion}`, 'cryptography>=41'];

/** How to start the emulator: a command, and its arguments for the settings given. */
export interface Launcher {
  readonly how: string;
  readonly command: string;
  /** Arguments that hand `settings` on, for a process that does not inherit the environment. */
  args(settings: Readonly<Record<string, string>>): string[];
}

const works = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 15_000 }).status === 0;

/** Exported for the tests: the environment's folder names its content, so that a new version makes a new one. */
export const environmentFolder = join(localFolder, `venv-${emulatorVersion}`);
const pythonIn = (folder: string): string => join(folder, 'bin', 'python');

const fromPython = (python: string): Launcher => ({
  how: 'Python',
  command: python,
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

/**
 * Makes the Python environment beside its place and moves it there when it is whole: a run that was
 * interrupted leaves no half of one, and of two runs at once one simply comes second.
 */
async function makeEnvironment(children: Children, log: string, say: (what: string) => void): Promise<boolean> {
  const uv = works('uv', ['--version']);
  const python = uv ? undefined : findPython();
  if (!uv && python === undefined) return false;
  say(`installing MiniStack ${emulatorVersion} with ${uv ? 'uv' : 'pip'}, once`);
  const folder = `${environmentFolder}.${process.pid}`;
  mkdirSync(localFolder, { recursive: true });
  const options = { env: childEnvironment({ PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' }), log };
  try {
    if (python === undefined) {
      await children.run('uv', ['venv', '--quiet', '--python', '>=3.10', folder], options);
      await children.run('uv', ['pip', 'install', '--quiet', '--python', pythonIn(folder), ...packages], options);
    } else {
      await children.run(python, ['-m', 'venv', folder], options);
      await children.run(pythonIn(folder), ['-m', 'pip', 'install', '--quiet', ...packages], options);
    }
    if (!existsSync(environmentFolder)) renameSync(folder, environmentFolder);
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Finds a way to start the emulator: a Python environment of our own, made at the first run, else Docker.
 *
 * @throws LocalError `NoEmulator` when the machine has neither; `EmulatorNotInstalled` when the installation failed
 */
export async function findLauncher(
  children: Children,
  log: string,
  say: (what: string) => void = () => {},
): Promise<Launcher> {
  if (works(pythonIn(environmentFolder), ['-c', 'import ministack'])) return fromPython(pythonIn(environmentFolder));
  rmSync(environmentFolder, { recursive: true, force: true });
  const failure = await makeEnvironment(children, log, say).then(
    (made) => (made ? 'made' : undefined),
    (error: Error) => error,
  );
  if (failure === 'made') return fromPython(pythonIn(environmentFolder));
  if (works('docker', ['info'])) return fromDocker;
  if (failure !== undefined) {
    throw new LocalError('EmulatorNotInstalled', `MiniStack could not be installed: ${failure.message}`, {
      cause: failure,
    });
  }
  throw new LocalError(
    'NoEmulator',
    'The AWS emulator needs Python 3.10 or newer with venv (on Debian and Ubuntu: apt install python3-venv), or uv, or a running Docker; install one of them, or set AWS_ENDPOINT_URL to a MiniStack that runs already.',
  );
}
