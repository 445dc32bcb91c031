import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Capabilities } from './capabilities.ts';

/** What an operator, the app and the laptop's run look up. The names are a promise: others read them. */
export function outputs(stack: Stack, capabilities: Capabilities, dashboard: Dashboard): void {
  const { stateMachine, lake, messages, registry, secrets, topic, collection } = capabilities;
  const { feedback, erasure, backfill, redrive, reconciliation, augmentation, analytics, appAccess } = capabilities;
  const tell = (name: string, description: string, value: string) =>
    new CfnOutput(stack, name, { description, value }).overrideLogicalId(name);
  const console = (path: string) => `https://${stack.region}.console.aws.amazon.com/${path}`;

  tell('StateMachineArn', 'Trains a model', stateMachine.stateMachineArn);
  tell(
    'StartTraining',
    'Open it and press "Start execution"',
    console(`states/home?region=${stack.region}#/statemachines/view/${stateMachine.stateMachineArn}`),
  );
  tell('LakeBucket', 'Exchanges, datasets and the papers of each run', lake.bucket.bucketName);
  tell('FailuresBucket', 'Batches that could not be collected', lake.failures.bucketName);
  tell('MessagesTable', 'The app writes its messages here', messages.tableName);
  tell('AppPolicyArn', "Attach it to the app's role", appAccess.policy.managedPolicyArn);
  tell('CollectFunction', 'Collects new messages', collection.collect.functionName);
  tell('ConsentFunction', 'Withdraws consent for everything a user wrote', feedback.consent.functionName);
  tell('EraseUserFunction', 'Takes a user out of everything', erasure.eraseUser.functionName);
  tell('ErasureMachineArn', 'Started by EraseUserFunction', erasure.machine.stateMachineArn);
  tell('BackfillMachineArn', 'Collects the conversations that were there before', backfill.machine.stateMachineArn);
  tell('RedriveMachineArn', 'Collects the batches that failed, again', redrive.machine.stateMachineArn);
  tell('ReconciliationMachineArn', 'Looks for what was not collected', reconciliation.machine.stateMachineArn);
  tell(
    'AugmentationMachineArn',
    'Makes variants of examples, where the policy wants them',
    augmentation.machine.stateMachineArn,
  );
  tell('WhichModelFunction', 'The app asks it which model to use', registry.whichModel.functionName);
  tell('ModelParameter', 'Holds the id of the model in use', registry.parameter.parameterName);
  tell('RegistryTable', 'Every model that was promoted', registry.table.tableName);
  tell('OpenAiSecretArn', 'The API key of OpenAI', secrets.openai.secretArn);
  tell(
    'PutOpenAiKey',
    'Do this once, before the first run',
    `aws secretsmanager put-secret-value --secret-id ${secrets.openai.secretArn} --secret-string sk-…`,
  );
  tell('PseudonymSecretArn', 'The key of the pseudonyms', secrets.pseudonym.secretArn);
  tell(
    'AskInSql',
    'The saved queries are those of docs/queries.md; answers are deleted after a day',
    console(`athena/home?region=${stack.region}#/query-editor/saved-queries?workgroup=${analytics.workgroup}`),
  );
  tell('MayAskPolicyArn', 'Attach it to the role of whoever may ask', analytics.mayAsk.managedPolicyArn);
  tell('TopicArn', 'Alarms and ended runs: subscribe to it', topic.topicArn);
  tell(
    'Dashboard',
    'Collection, runs and questions at a glance',
    console(`cloudwatch/home?region=${stack.region}#dashboards/dashboard/${dashboard.dashboardName}`),
  );
}
