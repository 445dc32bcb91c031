import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { LayerVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { policyLayer } from './policy-layer.ts';
import { semanticLayer } from './semantic-layer.ts';
import type { Settings } from './settings.ts';

/** What every construct of the stack shares. */
export class House extends Construct {
  readonly settings: Settings;
  /** Word lists, weights, thresholds and prompts, mounted at /opt/policy. A new policy changes no function's code. */
  readonly policyLayer: LayerVersion;
  /** The embedding model, for functions that compare meanings; undefined when another one is chosen, or it has not been fetched. */
  readonly semanticLayer: LayerVersion | undefined;
  /** Encrypts conversations where the stage asks for a key of one's own; AWS's keys do it elsewhere. */
  readonly key: Key | undefined;

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.settings = settings;
    this.policyLayer = policyLayer(this, 'Policy');
    this.semanticLayer = settings.embedder === 'minilm' ? semanticLayer(this, settings.emulator) : undefined;
    this.key = settings.keepsData
      ? new Key(this, 'Key', {
          description: `Conversations and secrets of ${Stack.of(this).stackName}`,
          enableKeyRotation: true,
          removalPolicy: settings.removalPolicy,
        })
      : undefined;
  }
}
