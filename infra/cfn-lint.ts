/**
 * `npm run cfn-lint`: checks the templates of every kind of deployment with cfn-lint, which it installs into a Python
 * environment of its own below .local/ the first time. Fails on any finding.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { settings } from './settings.ts';
import { ReflectWithinStack } from './stack.ts';

const version = '1.58.0';
const environment = `.local/cfn-lint-${version}`;
const command = join(environment, 'bin', 'cfn-lint');
const tableArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/messages';

const deployments = {
  dev: { stage: 'dev' },
  prod: { stage: 'prod', alarmEmail: 'operator@example.org' },
  attached: { stage: 'prod', tableArn, streamArn: `${tableArn}/stream/2026-01-01T00:00:00.000` },
};

function install(): void {
  if (spawnSync(command, ['--version']).status === 0) return;
  rmSync(environment, { recursive: true, force: true });
  const run = (file: string, ...args: string[]) => execFileSync(file, args, { stdio: 'inherit' });
  if (spawnSync('uv', ['--version']).status === 0) {
    run('uv', 'venv', '--quiet', environment);
    run('uv', 'pip', 'install', '--quiet', '--python', join(environment, 'bin', 'python'), `cfn-lint==${version}`);
  } else {
    run('python3', '-m', 'venv', environment);
    run(join(environment, 'bin', 'pip'), 'install', '--quiet', '--disable-pip-version-check', `cfn-lint==${version}`);
  }
}

/** The template as `cdk synth` makes it; the functions' code, which is not looked at, is left out. */
function template(name: string, context: Readonly<Record<string, string>>): string {
  const outdir = `.local/templates/${name}`;
  const { context: flags } = z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync('cdk.json', 'utf8')));
  const app = new App({ outdir, context: { ...flags, 'aws:cdk:bundling-stacks': [], ...context } });
  const { stackName } = new ReflectWithinStack(app, settings(app.node));
  app.synth();
  const file = join(outdir, `${stackName}.template.json`);
  if (!existsSync(file)) throw new Error(`CDK wrote no ${file}.`);
  return file;
}

install();
const templates = Object.entries(deployments).map(([name, context]) => template(name, context));
const { status } = spawnSync(command, templates, { stdio: 'inherit' });
if (status === 0) console.log(`cfn-lint ${version}: no findings in ${Object.keys(deployments).join(', ')}`);
process.exitCode = status ?? 1;
