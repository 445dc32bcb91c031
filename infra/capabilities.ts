import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Analytics } from './analytics.ts';
import type { AppAccess } from './app-access.ts';
import type { Augmentation } from './augmentation.ts';
import type { Backfill, Reconciliation } from './backfill.ts';
import type { Collection } from './collection.ts';
import type { Erasure } from './erasure.ts';
import type { Feedback } from './feedback.ts';
import type { Manual } from './manual.ts';
import type { TableParts } from './permissions.ts';
import type { Redrive } from './redrive.ts';
import type { Registry } from './registry.ts';

/** All that the stack can do: what is watched, and what is told of it when it is deployed. */
export interface Capabilities extends TableParts {
  readonly registry: Registry;
  readonly collection: Collection;
  readonly stateMachine: StateMachine;
  readonly analytics: Analytics;
  readonly feedback: Feedback;
  readonly manual: Manual;
  readonly augmentation: Augmentation;
  readonly erasure: Erasure;
  readonly backfill: Backfill;
  readonly redrive: Redrive;
  readonly reconciliation: Reconciliation;
  readonly appAccess: AppAccess;
}
