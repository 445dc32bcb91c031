import { cpSync, mkdtempSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { compileSafety, loadSafetyLexicon, loadSafetyScreen } from '../../layers/adapters/safety-files.ts';
import type { Evidence } from '../../layers/core/quality/judgement.ts';
import { compileRules } from '../../layers/core/quality/safety/rule-book.ts';
import type { SafetyScreen } from '../../layers/core/quality/safety/screen.ts';
import { said } from '../core/quality/safety/examples.ts';

function compiledCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'safety-'));
  cpSync('layers/policy/safety', folder, { recursive: true });
  compileSafety(folder);
  return folder;
}

const texts = Object.values(said).flat();
const seenBy = (screen: SafetyScreen) =>
  texts.map((user) => {
    const evidence: Evidence[] = [];
    return { seen: screen.screen({ user, assistant: user, context: [] }, evidence), evidence };
  });

describe('a compiled lexicon', () => {
  const folder = compiledCopy();
  const fromSources = loadSafetyScreen('layers/policy/safety');

  it('is what its sources are compiled to, byte by byte', () => {
    const written = readFileSync(join(folder, 'compiled.bin'));
    const rules = compileRules(loadSafetyLexicon(folder));
    expect(written.equals(serialize({ ...deserialize(written), rules }))).toBe(true);
  });

  it('is read instead of them', () => {
    const blind = compiledCopy();
    const path = join(blind, 'compiled.bin');
    const file = deserialize(readFileSync(path));
    file.rules.patterns.first.fill(0);
    writeFileSync(path, serialize(file));
    const rules = seenBy(loadSafetyScreen(blind)).flatMap(({ evidence }) => evidence.map(({ rule }) => rule));
    expect(rules.filter((rule) => !rule.startsWith('learned_'))).toEqual([]);
  });

  it('sees the same in the same places', () => {
    expect(seenBy(loadSafetyScreen(folder))).toEqual(seenBy(fromSources));
  });

  it('is passed over once a rule was edited', () => {
    const edited = compiledCopy();
    const path = join(edited, 'rules', 'abuse.json');
    const section = { reports: { category: 'abuse' }, excusedBy: [], rules: { new_rule: ['quagmire zeppelin'] } };
    const sections: unknown[] = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify([...sections, section]));
    const dialogue = { user: 'quagmire zeppelin', assistant: 'Oh.', context: [] };
    expect(fromSources.screen(dialogue)).toEqual([]);
    expect(loadSafetyScreen(edited).screen(dialogue)).toEqual(['abuse']);
  });

  it('is passed over when it is damaged', () => {
    const damaged = compiledCopy();
    truncateSync(join(damaged, 'compiled.bin'), 10_000);
    expect(seenBy(loadSafetyScreen(damaged))).toEqual(seenBy(fromSources));
  });
});
