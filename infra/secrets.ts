import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { ViaServicePrincipal } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import type { House } from './house.ts';

/** The key to OpenAI, which the operator brings, and the key that turns a user into a pseudonym, which nobody knows. */
export class Secrets extends Construct {
  readonly openai: Secret;
  readonly pseudonym: Secret;
  readonly #emulator: boolean;

  constructor(scope: Construct, id: string, { settings, key }: House) {
    super(scope, id);
    this.#emulator = settings.emulator;
    const common = { removalPolicy: settings.removalPolicy, ...(key ? { encryptionKey: key } : {}) };
    this.openai = new Secret(this, 'OpenAi', { ...common, description: 'API key of OpenAI; the operator puts it' });
    empty(this.openai);
    this.pseudonym = new Secret(this, 'Pseudonym', {
      ...common,
      description: 'Key of the hashes that stand for users; whoever has it can recognise them',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    acknowledge(this.openai, 'SMG4', 'OpenAI issues this key: the operator rotates it there and puts the new one');
    acknowledge(
      this.pseudonym,
      'SMG4',
      'Another key would give every user another pseudonym: hold-outs, erasure and deduplication would break',
    );
  }

  /** May read one of the two. */
  grantRead(grantee: IGrantable, secret: Secret): void {
    const stack = Stack.of(this);
    const name = {
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${secret.secretArn}-*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    };
    // Where CloudFormation's Ref means a secret's ARN on AWS, the emulator gives its name.
    const arn = this.#emulator ? stack.formatArn(name) : secret.secretArn;
    // CDK's own grant lets one ask for what is said about the secret, too.
    Grant.addToPrincipal({ grantee, actions: ['secretsmanager:GetSecretValue'], resourceArns: [arn] });
    const service = `secretsmanager.${stack.region}.amazonaws.com`;
    secret.encryptionKey?.grantDecrypt(new ViaServicePrincipal(service, grantee.grantPrincipal));
  }
}

/** CDK would make up a value, which looks like a key and is none: with no value at all, the run says what is missing. */
function empty(secret: Secret): void {
  const resource = secret.node.defaultChild;
  if (resource instanceof CfnSecret) resource.generateSecretString = undefined;
}
