import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the test files of one run share: see test/infra/template.ts. */
export default function make() {
  process.env.TEST_RUN_FOLDER = mkdtempSync(join(tmpdir(), 'reflectwithin-tests-'));
}

/** Again where somebody still writes into it: whoever stops a run does not wait for the templates. */
const patience = { maxRetries: 5, retryDelay: 200 };
export const remove = () => rmSync(process.env.TEST_RUN_FOLDER, { recursive: true, force: true, ...patience });
