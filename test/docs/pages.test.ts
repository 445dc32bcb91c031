import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { commandsWhere } from '../../cli/commands.ts';
import { requestSchema, resolveRequest } from '../../layers/core/dataset/request.ts';
import { signalSchema } from '../../layers/core/signals/signal.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

const rooms = ['layers', 'functions', 'infra', 'cli', 'local', 'bench', 'test', 'docs', 'corpus'];
const files = rooms.flatMap(filesIn).filter((path) => !path.includes('/node_modules/'));
const names = new Set(files.map((path) => basename(path)));
const pages = [...files.filter((path) => path.endsWith('.md')), 'README.md', 'ARCHITECTURE.md'];
const sourcesIn = (folder: string) => files.filter((path) => path.startsWith(folder) && path.endsWith('.ts')).map(read);

const withoutBlocks = (text: string) => text.replaceAll(/```[\s\S]*?```/g, '');
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, found = '']) => found);
/** The words that a page sets as code, within its sentences. */
const inCode = (text: string) => all(withoutBlocks(text), /`([^`\n]+)`/g).flatMap((each) => each.split(' '));
/** What a page says that is not so, each with the page's name. */
const untrue = (found: (page: string, text: string) => readonly string[]) =>
  pages.flatMap((page) => found(page, read(page)).map((each) => `${page}: ${each}`));

/** A heading as the end of a link names it. */
const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');

/** What a reader is sent to is there: a page that has grown wrong costs him the hour in which he needs it. */
describe('the pages', () => {
  it('link to files and headings that there are', () => {
    const leadsNowhere = (page: string) => (link: string) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, target))) return true;
      return (
        anchor !== undefined &&
        !all(withoutBlocks(read(target)), /^#+ (.*)$/gm)
          .map(anchorOf)
          .includes(anchor)
      );
    };
    const links = (text: string) => all(withoutBlocks(text), /\]\(([^)\s:]+)\)/g);
    expect(untrue((page, text) => links(text).filter(leadsNowhere(page)))).toEqual([]);
  });

  it('name files of the code that there are', () => {
    const isCode = new RegExp(`^(?:(?:${rooms.join('|')})/[\\w./-]+|[\\w./-]+\\.(?:ts|cjs))$`);
    const isThere = (path: string) =>
      path.includes('/')
        ? existsSync(join(root, path)) || files.some((file) => file.endsWith(`/${path}`))
        : names.has(path);
    expect(untrue((_, text) => inCode(text).filter((word) => isCode.test(word) && !isThere(word)))).toEqual([]);
  });

  it('name data and papers that there are, or that the code writes', () => {
    const code = rooms
      .filter((room) => room !== 'test' && room !== 'docs')
      .flatMap((room) => sourcesIn(`${room}/`))
      .join('\n');
    const isPaper = /^\w[\w./-]*\.(?:jsonl?|bin|csv|html|md|txt)$/;
    const isThere = (name: string) => names.has(name) || code.includes(name);
    expect(untrue((_, text) => inCode(text).filter((word) => isPaper.test(word) && !isThere(basename(word))))).toEqual(
      [],
    );
  });

  it('give commands that there are', () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')));
    const wrong = (text: string) => [
      ...all(text, /npm run ([\w:-]+)/g).filter((name) => !Object.hasOwn(scripts, name)),
      ...all(text, /\bnode ([\w/-]+\.ts)/g).filter((path) => !existsSync(join(root, path))),
    ];
    expect(untrue((_, text) => wrong(text))).toEqual([]);
  });

  it('give options that the command has', async () => {
    const commands = await commandsWhere(() => true);
    const wrong = (line: string) => {
      const [, name, rest = ''] = /npx reflectwithin (\w+)([^#`]*)/.exec(line) ?? [];
      if (name === undefined) return [];
      const command = commands.find((each) => each.name() === name);
      const options = command?.options.flatMap(({ short, long }) => [short, long]) ?? [];
      return command ? all(rest, /(?<=\s)(--?[a-z][\w-]*)/g).filter((option) => !options.includes(option)) : [name];
    };
    expect(untrue((_, text) => text.split('\n').flatMap(wrong))).toEqual([]);
  });

  it('set what a deployment has, and name all of it in docs/operating.md', () => {
    const settings = sourcesIn('infra/').flatMap((source) => all(source, /\bnode, '(\w+)'/g));
    expect(untrue((_, text) => all(text, /-c ([a-z]\w*)=/g).filter((name) => !settings.includes(name)))).toEqual([]);
    const told = all(read('docs/operating.md'), /`(\w+)`/g);
    expect([...new Set(settings)].filter((name) => name !== 'emulator' && !told.includes(name))).toEqual([]);
  });

  it('tell of errors that there are', () => {
    const thrown = ['layers/', 'functions/']
      .flatMap(sourcesIn)
      .flatMap((source) => all(source, /\bclass (\w+) extends/g));
    const tables = (text: string) => text.split('\n\n').filter((block) => block.startsWith('| error'));
    const told = (text: string) => tables(text).flatMap((table) => all(table, /(?<=^\|[^|]*)`(\w+)`/gm));
    expect(pages.flatMap((page) => told(read(page))).length).toBeGreaterThan(20);
    expect(untrue((_, text) => told(text).filter((name) => !thrown.includes(name)))).toEqual([]);
  });

  it('name outputs, alarms, options and functions that there are', () => {
    const code = new Set(
      files
        .filter((path) => /^(?!test\/docs|docs).*\.(?:ts|json)$/.test(path))
        .flatMap((path) => all(read(path), /(?<!\w)([A-Za-z]+)(?!\w)/g)),
    );
    // Decisions also name what lost, and what others call by these names.
    const isOurs = (page: string) => !page.startsWith('docs/adr/');
    const isName = /^[A-Za-z]+[a-z][A-Z][A-Za-z]+$/;
    const wrong = (text: string) => inCode(text).filter((word) => isName.test(word) && !code.has(word));
    expect(untrue((page, text) => (isOurs(page) ? wrong(text) : []))).toEqual([]);
  });

  it('have every option of a run, with its default', () => {
    const [table = ''] = read('docs/training.md').split('| option')[1]?.split('\n\n') ?? [];
    const rows = all(table, /^\| (`.*)$/gm).map((row) => row.split('|').map((cell) => cell.replaceAll('`', '').trim()));
    const told = new Map(rows.flatMap(([names = '', value = '']) => names.split(', ').map((name) => [name, value])));
    expect([...told.keys()].sort()).toEqual(Object.keys(requestSchema.shape).sort());
    const context = {
      startedAt: '2026-01-01T00:00:00Z',
      minimumExamples: 10,
      policy: 'reflect',
      baseModel: 'gpt-4o-mini-2024-07-18',
      policies: ['reflect'],
    };
    // What the others fall back on depends on the deployment and the day.
    const fixed = Object.entries(resolveRequest({}, context)).filter(
      ([name]) => !['since', 'until', 'policy', 'baseModel', 'minimumExamples'].includes(name),
    );
    expect(fixed.filter(([name, value]) => told.get(name)?.replaceAll('"', '') !== String(value))).toEqual([]);
  });

  it('show a reviewer a decision that the lake takes', () => {
    const [line = ''] = all(read('docs/operating.md'), /```json\n(.*)\n```/g);
    const filled = line.replaceAll(/"(?:ID|PSEUDONYM)"/g, `"${'a'.repeat(32)}"`).replace('VERSION', '0'.repeat(40));
    expect(signalSchema.parse(JSON.parse(filled))).toMatchObject({ kind: 'review', decision: 'approved' });
  });
});
