import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from '../../local/child-environment.ts';
import { localFolder, projectFolder } from '../../local/folders.ts';

/** In milliseconds: the first run on a machine installs the emulator. */
const long = 180_000;

const folder = mkdtempSync(join(tmpdir(), 'start-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): { child: ChildProcess; ended: Promise<Ended>; err(): string } {
  const child = spawn('node', ['local/start.ts', ...args], {
    cwd: projectFolder,
    env: childEnvironment({ CI: 'true' }),
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data) => {
    out += data;
  });
  child.stderr.on('data', (data) => {
    err += data;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, out, err }));
  });
  return { child, ended, err: () => err };
}

/** Processes of this machine whose command line or working folder names the run. */
const processesOf = (run: string): string =>
  spawnSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter((line) => line.includes(run))
    .join('\n');

describe('npm start', () => {
  it('--help tells every option and every form of the input', async () => {
    const { code, out } = await start(['--help']).ended;
    expect(code).toBe(0);
    for (const word of ['--input', '--summary', '--keep', '--policy', '--dry-run', '"turns"', 'question,answer']) {
      expect(out).toContain(word);
    }
  });

  it.each([
    ['an option that it does not know', ['--polcy', 'x'], 'Did you mean --policy?'],
    ['a number that is none', ['--seed', 'seven'], 'It must be a number'],
    ['an argument', ['file.jsonl'], 'too many arguments'],
    ['a choice that is none', ['--promote', 'perhaps'], 'auto, never'],
  ])('refuses %s', async (_, args, says) => {
    const { code, err } = await start(args).ended;
    expect(code).toBe(2);
    expect(err).toContain(says);
  });

  it('tells what is wrong with the input before it starts anything, and writes the summary all the same', async () => {
    const input = join(folder, 'half.jsonl');
    const summary = join(folder, 'summary.json');
    writeFileSync(input, '{"question": "a"');
    const { code, err } = await start(['--input', input, '--summary', summary]).ended;
    expect(code).toBe(1);
    expect(err).toContain('InputHalfLine');
    expect(err).not.toContain('emulator');
    expect(JSON.parse(readFileSync(summary, 'utf8'))).toEqual({
      exchanges: { seen: 0, kept: 0, rejected: {} },
      shards: 0,
      dataset: null,
      job: null,
      evaluation: null,
      gate: null,
      promoted: null,
      seconds: expect.any(Number),
    });
  });

  it('tells a summary that cannot be written before it starts anything', async () => {
    const { code, err } = await start(['--summary', join(folder, 'nowhere', 'summary.json')]).ended;
    expect(code).toBe(1);
    expect(err).toContain('SummaryNotWritable');
    expect(err).not.toContain('emulator');
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'leaves no child behind after %s',
    async (signal) => {
      const { child, ended, err } = start([]);
      while (!/Start the AWS emulator: http/.test(err())) await sleep(50);
      // By now CDK is at work as well.
      await sleep(1000);
      const run = readdirSync(join(localFolder, 'runs')).find((name) => name.endsWith(`-${child.pid}`));
      expect(processesOf(String(run))).not.toBe('');
      const [endpoint = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(err()) ?? [];
      child.kill(signal);
      const { code } = await ended;
      expect(code).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(processesOf(String(run))).toBe('');
      await expect(fetch(endpoint)).rejects.toThrow();
      rmSync(join(localFolder, 'runs', String(run)), { recursive: true });
    },
    long,
  );
});
