import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import type { Children } from '../children.ts';
import { startEmulator, useEmulator } from '../emulator/emulator.ts';
import { createStandIn } from '../openai-stand-in/server.ts';
import type { Progress } from '../progress.ts';
import { type EmulatorClients, emulatorClients } from './clients.ts';
import { deploy, putSecrets, type Synthesis } from './deploy.ts';
import type { Outputs } from './outputs.ts';

/** The deployed stack on this computer, and how to reach its parts. */
export interface Laptop {
  readonly endpoint: string;
  readonly openaiBaseUrl: string;
  readonly outputs: Outputs;
  readonly clients: EmulatorClients;
}

interface LaptopOptions {
  readonly children: Children;
  readonly folder: string;
  readonly progress: Progress;
  /** An emulator that runs already, from AWS_ENDPOINT_URL. */
  readonly givenEndpoint?: string | undefined;
  readonly synthesis?: Synthesis;
}

/** Starts an emulator and an OpenAI stand-in, and deploys the stack onto them. What it starts ends with `children`. */
export async function startLaptop(options: LaptopOptions): Promise<Laptop> {
  const { children, folder, progress, givenEndpoint, synthesis } = options;
  const starting = progress.stage('Start the AWS emulator');
  const emulator = givenEndpoint
    ? await useEmulator(givenEndpoint)
    : await startEmulator({ children, folder, say: (what) => starting.tell(what) });
  const { endpoint } = emulator;
  starting.done(`${endpoint}, by ${emulator.how}`);

  const standingIn = progress.stage('Start the OpenAI stand-in');
  const log = createWriteStream(join(folder, 'logs', 'openai-stand-in.log'));
  const standIn = await createStandIn({ log: (line) => log.write(`${line}\n`) });
  const openaiBaseUrl = standIn.url;
  children.atEnd(async () => {
    await standIn.close();
    log.end();
  });
  standingIn.done(`${openaiBaseUrl}, which is not OpenAI`);

  const deploying = progress.stage('Deploy the stack');
  const outputs = await deploy({ children, folder, endpoint, openaiBaseUrl, ...(synthesis && { synthesis }) });
  const clients = emulatorClients(endpoint);
  children.atEnd(async () => {
    for (const client of Object.values(clients)) client.destroy();
  });
  await putSecrets(clients, outputs);
  deploying.done('the CDK app that goes to AWS');
  return { endpoint, openaiBaseUrl, outputs, clients };
}

/** What a person types in another terminal while everything is left running. */
export function howToReach({ endpoint, openaiBaseUrl, outputs }: Laptop): string {
  return `Everything is still running. To look around, in another terminal (with the AWS CLI):

  export AWS_ENDPOINT_URL=${endpoint} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
  aws s3 ls --recursive s3://${outputs.LakeBucket}/
  aws dynamodb scan --table-name ${outputs.MessagesTable} --max-items 2
  aws stepfunctions start-execution --input '{}' --state-machine-arn ${outputs.StateMachineArn}
  aws stepfunctions list-executions --state-machine-arn ${outputs.StateMachineArn}
  aws lambda invoke --function-name ${outputs.WhichModelFunction} /dev/stdout
  curl -H 'Authorization: Bearer any' ${openaiBaseUrl}/models

Ctrl-C stops everything.`;
}
