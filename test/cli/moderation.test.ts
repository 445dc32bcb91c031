import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStandIn } from '../support/stand-in.ts';
import { fileOf, reflectwithin } from './command.ts';

const talk = (id: number, user: string) => ({
  id,
  messages: [
    { role: 'user', content: user },
    { role: 'assistant', content: 'That sounds hard. What would help you to feel a little calmer today?' },
  ],
});
const talks = [talk(1, 'My boss calls me a pathetic loser.'), talk(2, 'My boss calls me every evening.')];

async function assemble(...more: string[]) {
  const { standIn } = await openStandIn();
  const output = mkdtempSync(join(tmpdir(), 'moderation-'));
  const args = ['assemble', '--no-semantic', '-p', 'strategy', '-i', fileOf(talks), '-o', output, ...more];
  const finished = await reflectwithin(args, '', { OPENAI_API_KEY: 'right-key', OPENAI_BASE_URL: standIn.url });
  const read = (name: string) => readFile(join(output, name), 'utf8');
  return { ...finished, read, standIn };
}

describe('assemble --moderation', () => {
  it('holds what the service flags, and says who was asked in the manifest, the card and the last lines', async () => {
    const { code, err, read } = await assemble('--moderation');
    expect([code, err]).toEqual([0, expect.stringContaining('moderation_other_harm 1')]);
    const asked = 'stand-in-for-omni-moderation-latest';
    expect(err).toContain(`${asked} was asked about 2 exchanges; 1 held\n`);
    expect(JSON.parse(await read('manifest.json')).moderation).toMatchObject({ models: [asked], asked: 2, held: 1 });
    expect(await read('card.md')).toContain(`${asked}, from 0.50: asked about 2 exchanges, held 1`);
    expect(await read('moderated.jsonl')).toContain('"category":"harassment"');
  });

  it('asks nobody without it', async () => {
    const { code, standIn, read } = await assemble();
    expect([code, standIn.requests]).toEqual([0, []]);
    expect(await read('card.md')).toContain('nobody was asked');
  });

  it('needs a key, and says so before anything is made', async () => {
    const output = mkdtempSync(join(tmpdir(), 'moderation-'));
    const args = ['assemble', '--moderation', '-i', fileOf(talks), '-o', output];
    const { code, err } = await reflectwithin(args, '', { OPENAI_API_KEY: '' });
    expect([code, err]).toEqual([
      1,
      expect.stringContaining('NotSetUp: --moderation needs the environment variable OPENAI_API_KEY'),
    ]);
  });
});
