import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { childEnvironment } from '../../local/child-environment.ts';
import { Children } from '../../local/children.ts';
import { startEmulator, useEmulator } from '../../local/emulator/emulator.ts';
import { findLauncher } from '../../local/emulator/launcher.ts';
import { makeRunFolder, projectFolder } from '../../local/folders.ts';

/** In milliseconds: the first run on a machine installs the emulator. */
const long = 180_000;

const answers = (endpoint: string): Promise<boolean> =>
  fetch(`${endpoint}/_ministack/health`).then(
    () => true,
    () => false,
  );

describe('the emulator', () => {
  const folder = makeRunFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'runs twice at once on ports of their own, and is gone after stop',
    async () => {
      const [one, two] = await Promise.all(
        [new Children(), new Children()].map((children) => startEmulator({ children, folder })),
      );
      expect(one?.endpoint).not.toEqual(two?.endpoint);
      for (const emulator of [one, two]) {
        expect(await answers(String(emulator?.endpoint))).toBe(true);
        await emulator?.stop();
        expect(await answers(String(emulator?.endpoint))).toBe(false);
      }
    },
    long,
  );

  it(
    'does not outlive us, even when we are killed',
    async () => {
      const started = join(folder, 'started.json');
      const script = `
      import { writeFileSync } from 'node:fs';
      import { Children } from './local/children.ts';
      import { startEmulator } from './local/emulator/emulator.ts';
      const { endpoint } = await startEmulator({ children: new Children(), folder: ${JSON.stringify(folder)} });
      writeFileSync(${JSON.stringify(started)}, endpoint);
      setInterval(() => {}, 1000);`;
      const run = spawn('node', ['--input-type=module-typescript', '--eval', script], {
        cwd: projectFolder,
        env: childEnvironment(),
        stdio: 'inherit',
      });
      while (!existsSync(started)) await sleep(50);
      await sleep(100);
      const endpoint = readFileSync(started, 'utf8');
      expect(await answers(endpoint)).toBe(true);
      run.kill('SIGKILL');
      for (let tries = 0; tries < 100 && (await answers(endpoint)); tries++) await sleep(100);
      expect(await answers(endpoint)).toBe(false);
    },
    long,
  );

  it('says in one sentence what to install where there is neither Python nor Docker', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = folder;
    const finding = { children: new Children(), log: join(folder, 'log'), place: join(folder, 'nothing', 'venv') };
    try {
      await expect(findLauncher(finding)).rejects.toMatchObject({
        name: 'NoEmulator',
        message: expect.stringMatching(/^[^.]*needs Python 3\.10[^.]*install one of them/),
      });
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('is taken from AWS_ENDPOINT_URL only when a MiniStack answers there', async () => {
    const other = createServer((_, response) => response.end('{"status":"a real service"}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    await expect(useEmulator(`http://127.0.0.1:${port}`)).rejects.toMatchObject({ name: 'NotAnEmulator' });
    await new Promise((resolve) => other.close(resolve));
    await expect(useEmulator(`http://127.0.0.1:${port}`)).rejects.toThrow('unset AWS_ENDPOINT_URL');
  });
});

describe('a child process', () => {
  it('inherits nobody’s keys', () => {
    process.env['OPENAI_API_KEY'] = 'sk-real';
    process.env['AWS_SESSION_TOKEN'] = 'real';
    const env = childEnvironment();
    delete process.env['OPENAI_API_KEY'];
    delete process.env['AWS_SESSION_TOKEN'];
    expect(JSON.stringify(env)).not.toMatch(/sk-real|"real"/);
    expect(env['AWS_ACCESS_KEY_ID']).toBe('test');
    expect(env['PATH']).toMatch(new RegExp(`^${projectFolder}node_modules/\\.bin:`));
  });

  it('that fails says what it said last', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'children-'));
    const log = join(folder, 'log');
    const run = new Children().run('sh', ['-c', 'echo out of disk >&2; exit 3'], { env: childEnvironment(), log });
    await expect(run).rejects.toMatchObject({ name: 'CommandFailed', message: expect.stringContaining('out of disk') });
    rmSync(folder, { recursive: true });
  });
});
