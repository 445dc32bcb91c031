import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the test files of one run share: see test/infra/template.ts. */
export default function make() {
  process.env.TEST_RUN_FOLDER = mkdtempSync(join(tmpdir(), 'reflectwithin-tests-'));
}

export const remove = () => rmSync(process.env.TEST_RUN_FOLDER, { recursive: true, force: true });
