import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalError } from './errors.ts';

interface ChildOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Where stdout and stderr go. */
  readonly log: string;
}

/** How long a child may take over SIGTERM before SIGKILL, in milliseconds. */
const grace = 3000;

/**
 * Outlives even a kill -9 of this process: its standard input ends when we do, and then it stops the group.
 * $1 is the group; $2 a folder to remove after it, or empty.
 */
const guardScript = `trap '' INT TERM HUP
read -r _
kill -s TERM -- "-$1" 2>/dev/null && { sleep 3; kill -s KILL -- "-$1" 2>/dev/null; }
[ -n "$2" ] && rm -rf -- "$2"`;

const alive = (group: number): boolean => {
  try {
    process.kill(-group, 0);
    return true;
  } catch {
    return false;
  }
};

const signalGroup = (group: number, signal: 'SIGTERM' | 'SIGKILL'): void => {
  try {
    process.kill(-group, signal);
  } catch {
    // It ended by itself.
  }
};

/** Stops a process group: SIGTERM, and SIGKILL for what is left of it after the grace. */
async function stopGroup(group: number): Promise<void> {
  signalGroup(group, 'SIGTERM');
  const deadline = Date.now() + grace;
  while (alive(group) && Date.now() < deadline) await sleep(25);
  signalGroup(group, 'SIGKILL');
}

/**
 * The processes of a run. Each leads a process group of its own, so that Ctrl-C reaches only us and
 * we stop them in order, with all that they started.
 */
export class Children {
  /** Each group's leader, and what to do once the whole group is gone. */
  readonly #groups = new Map<number, () => void>();

  readonly #ends: (() => Promise<void>)[] = [];

  constructor() {
    // The last resort, where nothing can be awaited any more.
    process.on('exit', () => {
      for (const [group, after] of this.#groups) {
        signalGroup(group, 'SIGKILL');
        after();
      }
    });
  }

  /**
   * Starts a process that lives until it is stopped.
   *
   * @param scratch a folder that is removed when the process and all that it started are gone
   */
  start(command: string, args: readonly string[], options: ChildOptions, scratch = ''): ChildProcess {
    const child = this.#spawn(command, args, options);
    const { pid } = child;
    if (pid !== undefined) {
      if (scratch !== '') this.#groups.set(pid, () => rmSync(scratch, { recursive: true, force: true }));
      const guard = spawn('sh', ['-c', guardScript, 'guard', String(pid), scratch], {
        detached: true,
        stdio: ['pipe', 'ignore', 'ignore'],
      });
      guard.unref();
      child.once('exit', () => guard.kill('SIGKILL'));
    }
    return child;
  }

  /**
   * Runs a command to its end.
   *
   * @throws LocalError `CommandFailed` with the last lines of what it said
   */
  async run(command: string, args: readonly string[], options: ChildOptions): Promise<void> {
    const child = this.#spawn(command, args, options);
    const code = await new Promise<number | string>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (status, signal) => resolve(status ?? signal ?? 'unknown'));
    });
    await this.stop(child);
    if (code === 0) return;
    const said = readFileSync(options.log, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
    throw new LocalError('CommandFailed', `${command} ${args[0] ?? ''} ended with ${code}:\n${said}\n(${options.log})`);
  }

  /** Stops one child with all that it started. */
  async stop(child: ChildProcess): Promise<void> {
    if (child.pid === undefined) return;
    await stopGroup(child.pid);
    this.#groups.get(child.pid)?.();
    this.#groups.delete(child.pid);
  }

  /** Has something done when all is stopped. */
  atEnd(end: () => Promise<void>): void {
    this.#ends.push(end);
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.#ends.splice(0).map((end) => end()));
    await Promise.all([...this.#groups.keys()].map(stopGroup));
    for (const after of this.#groups.values()) after();
    this.#groups.clear();
  }

  #spawn(command: string, args: readonly string[], { env, cwd, log }: ChildOptions): ChildProcess {
    const out = openSync(log, 'a');
    const child = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', out, out] });
    closeSync(out);
    const { pid } = child;
    if (pid !== undefined) this.#groups.set(pid, () => {});
    return child;
  }
}
