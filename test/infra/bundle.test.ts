import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
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
