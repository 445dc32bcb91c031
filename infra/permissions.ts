import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { House } from './house.ts';
import type { NodeFunction } from './node-function.ts';
import type { Secrets } from './secrets.ts';

/** Lets a function read the key of OpenAI's API, or of one like it, and says where the API is. */
export const callOpenAi = (
  step: NodeFunction,
  { secrets, house }: { readonly secrets: Secrets; readonly house: House },
): void => {
  secrets.grantRead(step, secrets.openai);
  step.addEnvironment('OPENAI_SECRET_ARN', secrets.openai.secretArn);
  step.addEnvironment('OPENAI_BASE_URL', house.settings.openaiBaseUrl);
};

/** Lets a function tell the people who follow the stack's news. */
export const tellPeople = (step: NodeFunction, { topic }: { readonly topic: ITopic }): void => {
  topic.grantPublish(step);
  step.addEnvironment('TOPIC_ARN', topic.topicArn);
};
