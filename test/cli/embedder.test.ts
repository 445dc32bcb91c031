import { mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStandIn } from '../support/stand-in.ts';
import { fileOf, reflectwithin, rowsOf } from './command.ts';

const rows = [
  { id: 1, user: 'My hound is ill.', assistant: 'A hound that is ill: what a worry! What does the vet say?' },
  { id: 2, user: 'My hound is ill.', assistant: 'The rates of the bank went up again.' },
];
const score = (args: readonly string[], environment: Record<string, string> = {}) =>
  reflectwithin(['score', '-i', fileOf(rows), '-o', '-', ...args], '', environment);
const relevances = (out: string) => rowsOf(out).map((row) => Object(row).scores.relevance);

describe('--embedder', () => {
  it('openai asks the service that the environment names', async () => {
    const { standIn } = await openStandIn();
    const environment = { OPENAI_API_KEY: 'right-key', OPENAI_BASE_URL: standIn.url };
    const [asked, words] = [await score(['--embedder', 'openai'], environment), await score(['--embedder', 'none'])];
    expect([asked.code, asked.err]).toEqual([0, '2 of 2 rows written\n']);
    expect(standIn.requests.length).toBeGreaterThan(0);
    expect(relevances(asked.out)).not.toEqual(relevances(words.out));
    expect(relevances(asked.out)[0]).toBeGreaterThan(relevances(asked.out)[1]);
  });

  it('none says in one line that words are compared, and is the same as --no-semantic', async () => {
    const [none, no] = [await score(['--embedder', 'none']), await score(['--no-semantic'])];
    expect(none).toEqual(no);
    expect(none.err).toBe('Relevance goes by words: the embedder is none.\n2 of 2 rows written\n');
  });

  it.each([
    ['no key', ['--embedder', 'openai'], { OPENAI_API_KEY: '' }, 'needs the environment variable OPENAI_API_KEY'],
    [
      'no URL',
      ['--embedder', 'openai'],
      { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'x' },
      'OPENAI_BASE_URL, which is missing or no URL',
    ],
    ['an unknown name', ['--embedder', 'titan'], {}, 'Allowed choices are minilm, openai, bedrock, none'],
    ['two answers', ['--embedder', 'openai', '--no-semantic'], {}, "cannot be used with option '--no-semantic'"],
    [
      'whole conversations, in which it has no part',
      ['--conversations', '--embedder', 'openai'],
      {},
      "option '--conversations' cannot be used with option '--embedder <name>'",
    ],
  ])('is refused in words: %s', async (_, args, environment, words) => {
    const { code, out, err } = await score(args, environment);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(words);
    expect(err).not.toContain('    at ');
  });

  it('says what the service said, without a stack', async () => {
    const { standIn } = await openStandIn();
    const { code, err } = await score(['--embedder', 'openai'], {
      OPENAI_API_KEY: 'wrong',
      OPENAI_BASE_URL: standIn.url,
    });
    expect(code).toBe(1);
    expect(err).toMatch(/^TextsRefused: Could not embed .* refuses the API key\. .*OPENAI_API_KEY.*\n$/);
  });

  it('stands in the manifest of what is assembled with it', async () => {
    const { standIn } = await openStandIn();
    const output = mkdtempSync(join(tmpdir(), 'embedder-'));
    const talk = rows.map(({ id, user, assistant }) => ({
      id,
      messages: [
        { role: 'user', content: user },
        { role: 'assistant', content: assistant },
      ],
    }));
    const environment = { OPENAI_API_KEY: 'right-key', OPENAI_BASE_URL: standIn.url };
    const args = ['assemble', '-i', fileOf(talk), '-o', output, '--embedder', 'openai'];
    expect((await reflectwithin(args, '', environment)).code).toBe(0);
    const manifest = JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8'));
    expect(manifest.embedder).toBe('text-embedding-3-small-384');
    expect(await readFile(join(output, 'card.md'), 'utf8')).toContain('text-embedding-3-small-384');
  });
});
