import { join } from 'node:path';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { childEnvironment } from '../child-environment.ts';
import type { Children } from '../children.ts';
import { LocalError } from '../errors.ts';
import { projectFolder } from '../folders.ts';
import type { EmulatorClients } from './clients.ts';
import { type Outputs, readOutputs } from './outputs.ts';

/** Has the cloud assembly of the project's CDK app written into a folder, by `cdk synth` with the context given. */
export type Synthesis = (
  assembly: string,
  context: Readonly<Record<string, string>>,
  synth: (assembly: string, context: Readonly<Record<string, string>>) => Promise<unknown>,
) => Promise<unknown>;

interface DeployOptions {
  readonly children: Children;
  /** The run's folder: the cloud assembly, the outputs and the logs go there. */
  readonly folder: string;
  readonly endpoint: string;
  readonly openaiBaseUrl: string;
  /** Further context of the app, as `-c name=value` would give it. */
  readonly context?: Readonly<Record<string, string>>;
  /** For whoever deploys several times and need not synthesise each time. */
  readonly synthesis?: Synthesis;
}

const account = '000000000000';

const failedAs = (name: string, what: string) => (error: unknown) => {
  const why = error instanceof Error ? error.message : String(error);
  throw new LocalError(name, `${what}: ${why}`, { cause: error });
};

/**
 * Deploys the project's CDK app onto the emulator, with the commands that deploy it to AWS.
 *
 * @throws LocalError `SynthFailed`, `BootstrapFailed` or `DeployFailed`, each with the last lines of what CDK said
 */
export async function deploy(options: DeployOptions): Promise<Outputs> {
  const { children, folder, endpoint, openaiBaseUrl, context = {}, synthesis } = options;
  const env = childEnvironment({
    AWS_ENDPOINT_URL: endpoint,
    CDK_DEFAULT_ACCOUNT: account,
    CDK_DEFAULT_REGION: 'us-east-1',
    // Telemetry and notices would ask the internet.
    CDK_DISABLE_CLI_TELEMETRY: 'true',
    // CDK's own check of the template takes a third of a synth; `npm test` makes it for every kind of deployment.
    CDK_VALIDATION: 'false',
  });
  const cdk = (log: string, ...args: string[]) =>
    children.run('cdk', [...args, '--no-notices', '--no-color', '--ci'], {
      env,
      cwd: projectFolder,
      log: join(folder, 'logs', log),
    });
  const assembly = join(folder, 'cdk.out');
  const synth = (output: string, values: Readonly<Record<string, string>>) => {
    const settings = Object.entries(values).flatMap(([name, value]) => ['--context', `${name}=${value}`]);
    return cdk('synth.log', 'synth', '--quiet', '--output', output, ...settings);
  };
  const values = { emulator: 'true', openaiBaseUrl, ...context };

  // Neither waits for the other: together they take as long as the longer one.
  await Promise.all([
    (synthesis ? synthesis(assembly, values, synth) : synth(assembly, values)).catch(
      failedAs('SynthFailed', 'The CDK app could not be synthesised'),
    ),
    // Into a folder of its own: two runs that share one refuse each other.
    cdk('bootstrap.log', 'bootstrap', `aws://${account}/us-east-1`, '--output', join(folder, 'bootstrap.out')).catch(
      failedAs('BootstrapFailed', 'The emulator could not be bootstrapped'),
    ),
  ]);
  const outputs = join(folder, 'outputs.json');
  await cdk(
    'deploy.log',
    ...['deploy', '--all', '--app', assembly, '--outputs-file', outputs],
    ...['--require-approval', 'never', '--method', 'direct', '--progress', 'events'],
  ).catch(failedAs('DeployFailed', 'The stack could not be deployed'));
  return readOutputs(outputs);
}

/** Puts the stand-in's key where the operator would put OpenAI's, and a key for the pseudonyms. */
export async function putSecrets({ secrets }: EmulatorClients, outputs: Outputs): Promise<void> {
  const put = (SecretId: string, SecretString: string) =>
    secrets.send(new PutSecretValueCommand({ SecretId, SecretString }));
  await Promise.all([
    put(outputs.OpenAiSecretArn, 'sk-stand-in'),
    // Always the same, so that the same conversations give the same dataset, split and model on every laptop.
    put(outputs.PseudonymSecretArn, 'on a laptop the pseudonyms need not be secret'),
  ]);
}
