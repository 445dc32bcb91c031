import { CliCredentialsStackSynthesizer, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Analytics } from './analytics.ts';
import { AppAccess } from './app-access.ts';
import { Augmentation } from './augmentation.ts';
import { Backfill, Reconciliation } from './backfill.ts';
import { Collection } from './collection.ts';
import { Erasure } from './erasure.ts';
import { Feedback } from './feedback.ts';
import { House } from './house.ts';
import { Lake } from './lake.ts';
import { Manual } from './manual.ts';
import { Messages } from './messages.ts';
import { Monitoring } from './monitoring.ts';
import { News } from './news.ts';
import { outputs } from './outputs.ts';
import { Redrive } from './redrive.ts';
import { Registry } from './registry.ts';
import { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';
import { Training } from './training.ts';

/** Wiring only: which capability gets to know which. */
export class ReflectWithinStack extends Stack {
  constructor(scope: Construct, settings: Settings) {
    super(scope, `ReflectWithin-${settings.stage}`, {
      description: `ReflectWithin: conversations become training data, training data a better model (${settings.stage})`,
      terminationProtection: settings.keepsData,
      tags: { project: 'reflectwithin', stage: settings.stage },
      // The roles which the default synthesizer assumes are not published to on the emulator.
      ...(settings.emulator ? { synthesizer: new CliCredentialsStackSynthesizer() } : {}),
    });
    // CDK makes each function wait for its role, which the function's reference to the role does already.
    this.templateOptions.metadata = { 'cfn-lint': { config: { ignore_checks: ['W3005'] } } };

    const house = new House(this, 'House', settings);
    const topic = new News(this, 'News', settings);

    const lake = new Lake(this, 'Lake', house);
    const secrets = new Secrets(this, 'Secrets', house);
    const messages = new Messages(this, 'Messages', house).table;
    const registry = new Registry(this, 'Registry', house);

    const parts = { house, lake, secrets, topic };
    const collection = new Collection(this, 'Collection', { ...parts, messages });
    const { stateMachine } = new Training(this, 'Training', { ...parts, registry });
    const analytics = new Analytics(this, 'Analytics', { house, lake });
    const feedback = new Feedback(this, 'Feedback', parts);
    const manual = new Manual(this, 'Manual', parts);
    const augmentation = new Augmentation(this, 'Augmentation', parts);
    const erasure = new Erasure(this, 'Erasure', parts);
    const backfill = new Backfill(this, 'Backfill', { ...parts, messages });
    const redrive = new Redrive(this, 'Redrive', { ...parts, messages });
    const reconciliation = new Reconciliation(this, 'Reconciliation', { ...parts, messages });
    const appAccess = new AppAccess(this, 'AppAccess', { ...parts, messages, registry, feedback, erasure });
    const capabilities = {
      ...parts,
      messages,
      registry,
      collection,
      stateMachine,
      analytics,
      feedback,
      manual,
      augmentation,
      erasure,
      backfill,
      redrive,
      reconciliation,
      appAccess,
    };
    const { dashboard } = new Monitoring(this, 'Monitoring', capabilities);
    outputs(this, capabilities, dashboard);
  }
}
