import { fileOf, ownProcess, reflectwithin } from './command.ts';

const rows = [
  { id: 1, text: 'Mail me at sam.rivers@example.org.' },
  { id: 2, text: 7 },
];

describe('a command has in a process that is shared', () => {
  it.each<[string, readonly string[], string]>([
    ['what it writes', ['redact', '-i', fileOf(rows), '-o', '-'], ''],
    ['what it reads', ['validate', '-f', 'sft', '-'], '{"messages": ['],
    ['what is wrong with its options', ['score', '--inptu', 'x'], ''],
    ['nothing to do', [], ''],
  ])('the same as in one of its own: %s', async (_, args, input) => {
    expect(await reflectwithin(args, input)).toEqual(await ownProcess(args, input));
  });

  it('its own environment, and nothing of the command before', async () => {
    const args = ['score', '--embedder', 'openai', '-i', fileOf(rows), '-o', '-'];
    const missing = expect.stringContaining('OPENAI_BASE_URL, which is missing or no URL');
    const environment = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'x' };
    expect(await reflectwithin(args, '', environment)).toMatchObject({ code: 1, err: missing });
    expect(await reflectwithin(args, '', { OPENAI_API_KEY: '' })).toMatchObject({
      code: 1,
      err: expect.not.stringContaining('OPENAI_BASE_URL'),
    });
  });
});
