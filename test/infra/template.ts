import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { Deployment } from './deployments.ts';
import { failureFile, fileOf } from './template-files.ts';

/** In milliseconds: far more than all of them take on a busy machine. */
const patience = 300_000;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Has them written by a process of its own, unless another test file of this run has done so. */
function begin(): string {
  const folder = join(process.env['TEST_RUN_FOLDER'] ?? '', 'templates');
  try {
    mkdirSync(folder);
  } catch {
    return folder;
  }
  const log = openSync(join(folder, 'log.txt'), 'w');
  spawn(process.execPath, ['test/infra/write-templates.ts', folder], { stdio: ['ignore', log, log] }).unref();
  return folder;
}

const templates = new Map<Deployment, Template>();

function read(name: Deployment): Template {
  const folder = begin();
  const file = fileOf(folder, name);
  for (const began = Date.now(); !existsSync(file); Atomics.wait(pause, 0, 0, 50)) {
    if (existsSync(failureFile(folder))) throw new Error(readFileSync(failureFile(folder), 'utf8'));
    if (Date.now() - began > patience) throw new Error(readFileSync(join(folder, 'log.txt'), 'utf8'));
  }
  return Template.fromJSON(JSON.parse(readFileSync(file, 'utf8')));
}

/** The template of a deployment, made once for all test files of a run. */
export function templateOf(name: Deployment): Template {
  const template = templates.get(name) ?? read(name);
  templates.set(name, template);
  return template;
}
