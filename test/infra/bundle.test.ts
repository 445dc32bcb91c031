import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { bundle, bundles } from '../../infra/esbuild.ts';

// Small ones: most functions have the SDK in them.
const entries = ['functions/training/enough-examples.ts', 'functions/training/estimate-cost.ts'];

test('handlers that are bundled at once are what each is by itself', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  try {
    const together = bundles(entries);
    expect([...together.keys()]).toEqual(entries);
    for (const entry of entries) {
      const file = join(folder, 'index.mjs');
      bundle(entry, file);
      const files = together.get(entry) ?? [];
      expect(files.map(({ name }) => name).sort()).toEqual(['index.mjs', 'index.mjs.map']);
      const code = files.find(({ name }) => name === 'index.mjs');
      expect(Buffer.from(code?.contents ?? []).equals(readFileSync(file))).toBe(true);
      expect(readFileSync(file, 'utf8')).toContain('handler');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('in a project that itself lies in a folder of bundles each handler has its own files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const project = join(folder, 'cdk.out', '1');
  const before = process.cwd();
  try {
    mkdirSync(project, { recursive: true });
    for (const name of ['a', 'b']) writeFileSync(join(project, `${name}.ts`), `export const is = 'only ${name}';\n`);
    process.chdir(project);
    const together = bundles(['a.ts', 'b.ts']);
    const codes = ['a.ts', 'b.ts'].map((entry) => (together.get(entry) ?? []).map(({ name }) => name).sort());
    expect(codes).toEqual([
      ['index.mjs', 'index.mjs.map'],
      ['index.mjs', 'index.mjs.map'],
    ]);
    const code = together.get('b.ts')?.find(({ name }) => name === 'index.mjs');
    expect(Buffer.from(code?.contents ?? []).toString()).toContain('only b');
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  }
});
