import { Construct } from 'constructs';
import { NodeFunction } from './node-function.ts';
import { knowIdentity, list, type Parts, permit, read, write } from './permissions.ts';

/** What users say of everything they wrote. Ratings and corrections come with the messages: see Collection. */
export class Feedback extends Construct {
  readonly consent: NodeFunction;

  constructor(scope: Construct, id: string, parts: Parts) {
    super(scope, id);
    const consent = new NodeFunction(this, 'Consent', {
      house: parts.house,
      entry: 'functions/feedback/consent.ts',
      description: "Withdraws a user's consent for everything, or gives it back",
      memorySize: 256,
    });
    this.consent = permit(consent, parts, [knowIdentity, list, read('consent'), write('consent')]);
  }
}
