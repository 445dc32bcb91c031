import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod';
import { childEnvironment } from '../child-environment.ts';
import type { Children } from '../children.ts';
import { LocalError } from '../errors.ts';
import { makeScratchFolder } from '../folders.ts';
import { freePort } from '../free-port.ts';
import { findLauncher } from './launcher.ts';

interface EmulatorOptions {
  readonly children: Children;
  /** The run's folder; the emulator's log goes to its `logs`. */
  readonly folder: string;
  /** IAM is enforced unless this is false: a Lambda without the grant is refused, as on AWS. */
  readonly auth?: boolean;
  /** Sleeps of Wait and Retry are multiplied by this; 0 skips them. */
  readonly waitScale?: number;
  readonly say?: (what: string) => void;
}

export interface Emulator {
  readonly endpoint: string;
  /** How it came to run, for people. */
  readonly how: string;
  stop(): Promise<void>;
}

const healthSchema = z.object({ edition: z.string() });

/** What calls itself a MiniStack at `endpoint`: its edition, or undefined while nothing answers. */
async function editionOf(endpoint: string): Promise<string | undefined> {
  try {
    const answer = await fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(2000) });
    return healthSchema.safeParse(await answer.json()).data?.edition;
  } catch {
    return undefined;
  }
}

/** Waits until the emulator that carries our token answers. False: it ended, or another got the port. */
async function healthy(child: ChildProcess, endpoint: string, token: string): Promise<boolean> {
  // A cold laptop compiles the emulator's modules at its first start.
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
    const edition = await editionOf(endpoint);
    if (edition !== undefined) return edition === token;
    await sleep(50);
  }
  return false;
}

/**
 * Starts an emulator of our own on a free port.
 *
 * @throws LocalError `EmulatorDidNotStart`, or what {@link findLauncher} throws
 */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { children, folder, auth = true, waitScale = 0.01, say } = options;
  const log = join(folder, 'logs', 'emulator.log');
  const launcher = await findLauncher({ children, log, ...(say && { say }) });
  for (let attempt = 1; attempt <= 5; attempt++) {
    const scratch = makeScratchFolder();
    const port = await freePort();
    const endpoint = `http://127.0.0.1:${port}`;
    // Of two runs that were given the same free port, the health check tells whose emulator it is.
    const token = `reflectwithin-${process.pid}-${port}`;
    const settings = {
      GATEWAY_PORT: String(port),
      BIND_HOST: '127.0.0.1',
      MINISTACK_EDITION: token,
      AUTH: String(auth),
      SFN_WAIT_SCALE: String(waitScale),
      // A fixed port that nothing here uses.
      IOT_MTLS_ENABLED: '0',
      LOG_LEVEL: 'WARNING',
    };
    const env = childEnvironment({ ...settings, TMPDIR: scratch });
    const child = children.start(launcher.command, launcher.args(settings), { env, log, cwd: scratch }, scratch);
    child.once('error', () => {});
    const stop = () => children.stop(child);
    if (await healthy(child, endpoint, token)) return { endpoint, how: launcher.how, stop };
    await stop();
  }
  throw new LocalError('EmulatorDidNotStart', `MiniStack did not start; ${log} says why.`);
}

/**
 * Uses an emulator that runs already, with its state and its settings.
 *
 * @throws LocalError `NotAnEmulator` unless a MiniStack answers there: nothing here may reach a real account
 */
export async function useEmulator(endpoint: string, waitScale = 0.01): Promise<Emulator> {
  const url = endpoint.replace(/\/+$/, '');
  if ((await editionOf(url)) === undefined) {
    throw new LocalError(
      'NotAnEmulator',
      `No MiniStack answers at AWS_ENDPOINT_URL=${endpoint}. Start one there, or unset AWS_ENDPOINT_URL and one is started for you.`,
    );
  }
  await fetch(`${url}/_ministack/config`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ 'stepfunctions._SFN_WAIT_SCALE': waitScale }),
  });
  return { endpoint: url, how: 'AWS_ENDPOINT_URL', stop: async () => {} };
}
