/** Writes the template of every deployment that is tested, once for all test files: `node test/infra/write-templates.ts FOLDER`. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { deployments } from './deployments.ts';
import { synthesise } from './synthesise.ts';
import { failureFile, fileOf, namesOf } from './template-files.ts';

const folder = process.argv[2] ?? '';
try {
  for (const name of namesOf(deployments)) {
    // With CDK's own check of the template.
    const template = Template.fromStack(synthesise(name).stack).toJSON();
    // Whoever waits must see the whole of it.
    const half = join(folder, 'half');
    writeFileSync(half, JSON.stringify(template));
    renameSync(half, fileOf(folder, name));
  }
} catch (error) {
  writeFileSync(failureFile(folder), error instanceof Error ? (error.stack ?? error.message) : String(error));
}
