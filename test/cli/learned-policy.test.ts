import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePolicy } from '../../cli/calibrate/learned-policy.ts';
import { UnusableFile } from '../../cli/unusable-file.ts';

const names = ['fitted.json', 'policy.json', 'scoring.json'];
const filesOf = (what: string) => Object.fromEntries(names.map((name) => [name, `${what} ${name}`]));
const inFolder = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

describe('a policy that is written over another', () => {
  it('takes its place, and leaves alone what else is there', () => {
    const folder = mkdtempSync(join(tmpdir(), 'learned-policy-'));
    writeFileSync(join(folder, 'notes.txt'), 'ours');
    writePolicy(folder, filesOf('old'));
    writePolicy(folder, filesOf('new'));
    expect(inFolder(folder)).toEqual({ ...filesOf('new'), 'notes.txt': 'ours' });
  });

  it.each(names.map((_, at) => at))('that is cut off after %i of its files leaves the old one whole', (cutOff) => {
    const folder = mkdtempSync(join(tmpdir(), 'learned-policy-'));
    writePolicy(folder, filesOf('old'));
    let written = 0;
    const cut = (path: string, content: string) => {
      const isCut = written++ === cutOff;
      writeFileSync(path, isCut ? content.slice(0, 3) : content);
      if (isCut) throw new Error('no space left');
    };
    expect(() => writePolicy(folder, filesOf('new'), cut)).toThrow(UnusableFile);
    expect(inFolder(folder)).toEqual(filesOf('old'));
  });
});
