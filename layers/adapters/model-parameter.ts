import { PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { ModelParameter } from '../core/training/registry.ts';
import { calling } from './failed-call.ts';

/** The SSM parameter in which the app finds the champion's name. */
export const createModelParameter = (ssm: () => SSMClient, name: string): ModelParameter => ({
  write: (model) =>
    calling(`write the parameter ${name}`, async () => {
      await ssm().send(new PutParameterCommand({ Name: name, Value: model, Type: 'String', Overwrite: true }));
    }),
});
