import { Construct } from 'constructs';
import type { House } from './house.ts';
import { knowsIdentity } from './identity.ts';
import type { Lake } from './lake.ts';
import { NodeFunction } from './node-function.ts';
import type { Secrets } from './secrets.ts';

export interface FeedbackProps {
  readonly house: House;
  readonly lake: Lake;
  readonly secrets: Secrets;
}

/** What users say of everything they wrote. Ratings and corrections come with the messages: see Collection. */
export class Feedback extends Construct {
  readonly consent: NodeFunction;

  constructor(scope: Construct, id: string, { house, lake, secrets }: FeedbackProps) {
    super(scope, id);
    this.consent = new NodeFunction(this, 'Consent', {
      house,
      entry: 'functions/feedback/consent.ts',
      description: "Withdraws a user's consent for everything, or gives it back",
      memorySize: 256,
      environment: { LAKE_BUCKET: lake.bucket.bucketName },
    });
    knowsIdentity(this.consent, house, secrets);
    lake.grantWrite(this.consent, 'consent');
  }
}
