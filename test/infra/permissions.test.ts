import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { permissions, plain } from './policies.ts';
import { templateOf } from './template.ts';

const list = 's3:ListBucket Bucket';
const read = (folder: string) => `s3:GetObject Bucket/${folder}/*`;
const paper = (name: string) => ['s3:GetObject', 's3:PutObject'].map((action) => `${action} Bucket/runs/*/${name}`);
const write = (folder: string) => [`s3:AbortMultipartUpload Bucket/${folder}/*`, `s3:PutObject Bucket/${folder}/*`];
const secret = (name: string) => `secretsmanager:GetSecretValue ${name}`;
const erase = (folder: string) => [
  `s3:DeleteObject Bucket/${folder}/*`,
  `s3:DeleteObjectVersion Bucket/${folder}/*`,
  's3:ListBucketVersions Bucket',
];
const lines = ['exchanges', 'examples', 'signals'];
const openAi = secret('OpenAi');
const publish = 'sns:Publish News';

/** Everything each function may do, apart from writing to its own log. */
const table: Record<string, (string | string[])[]> = {
  Collect: [
    'dynamodb:DescribeStream Table/stream',
    'dynamodb:GetRecords Table/stream',
    'dynamodb:GetShardIterator Table/stream',
    'dynamodb:ListStreams *',
    'dynamodb:Query Table',
    list,
    write('exchanges'),
    write('signals'),
    write('quarantine'),
    's3:ListBucket Failures',
    's3:PutObject Failures/aws/lambda/*',
    secret('Pseudonym'),
  ],
  ResolveRequest: [],
  PlanDataset: [list, read('consent'), write('work'), write('runs')],
  CuratePartition: [list, read('exchanges'), read('examples'), read('signals'), read('work'), write('work')],
  JoinPartition: [list, read('work'), write('work')],
  MatchBucket: [list, read('work'), write('work')],
  SelectExamples: [list, read('work'), write('work')],
  WriteRange: [list, read('work'), write('work')],
  AssembleDataset: [list, read('work'), write('datasets'), write('runs')],
  ValidatePart: [list, read('datasets'), write('work')],
  ValidateDataset: [list, read('datasets'), read('work'), write('work'), write('datasets')],
  WriteCard: [list, read('datasets'), write('datasets'), read('work'), read('runs'), write('runs'), write('tables')],
  EnoughExamples: [],
  EstimateCost: [],
  CheckBaseModel: [openAi],
  UploadDataset: [list, read('datasets'), paper('lineage.json'), openAi],
  CreateFineTune: [list, paper('fine-tune-claim.json'), openAi],
  PollFineTune: [write('runs'), openAi],
  EvaluateCandidate: ['dynamodb:GetItem Table', list, read('datasets'), write('runs'), openAi],
  Gate: [],
  Promote: [
    list,
    'dynamodb:GetItem Table',
    'dynamodb:PutItem Table',
    'dynamodb:Query Table',
    'ssm:PutParameter arn:AWS::Partition:ssm:AWS::Region:AWS::AccountId:parameterModel',
  ],
  Notify: [write('runs'), publish],
  RecordFailure: ['dynamodb:Query Table', list, read('work'), write('runs'), openAi, publish],
  WhichModel: ['dynamodb:GetItem Table'],
  Consent: [list, read('consent'), write('consent'), secret('Pseudonym')],
  CheckManual: [
    list,
    read('manual'),
    write('examples'),
    erase('examples'),
    write('manual-reports'),
    secret('Pseudonym'),
    publish,
  ],
  EraseUser: [
    list,
    read('tombstones'),
    write('tombstones'),
    write('erasures'),
    secret('Pseudonym'),
    'states:StartExecution ErasureMachine',
  ],
  PlanErasure: [list, read('tombstones'), write('tombstones'), write('erasures'), erase('erasures')],
  EraseFromPartition: [
    list,
    [...lines, 'quarantine', 'erasures'].map(read),
    [...lines, 'quarantine', 'erasures'].flatMap(write),
    secret('Pseudonym'),
  ].flat(),
  EraseFromDataset: [list, read('erasures'), write('erasures'), read('datasets'), write('datasets'), erase('datasets')],
  FinishErasure: [
    list,
    ['erasures', 'runs', 'datasets', 'work'].map(read),
    ['erasures', 'runs', 'work'].flatMap(write),
    [...lines, 'erasures', 'quarantine', 'runs', 'datasets', 'work', 'query-results', 'consent'].flatMap(erase),
    ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:GetObject', 's3:PutObject'].map(
      (action) => `${action} Failures/aws/lambda/*`,
    ),
    ['s3:ListBucket Failures', 's3:ListBucketVersions Failures'],
    secret('Pseudonym'),
    openAi,
    publish,
  ].flat(),
  PlanBackfill: ['dynamodb:DescribeTable Table', list, write('work')].flat(),
  BackfillSegment: [
    'dynamodb:Query Table',
    'dynamodb:Scan Table',
    list,
    ['exchanges', 'signals', 'quarantine', 'work'].flatMap(write),
    secret('Pseudonym'),
  ],
  CountWithdrawals: [list, ['work', 'exchanges', 'signals'].map(read), publish].flat(),
  WithdrawConsent: [list, ['work', 'exchanges', 'signals'].map(read), write('signals')].flat(),
  FinishBackfill: [publish],
  RedriveBatches: [
    'dynamodb:Query Table',
    list,
    ['exchanges', 'signals', 'quarantine'].flatMap(write),
    ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:GetObject'].map((action) => `${action} Failures/aws/lambda/*`),
    ['s3:ListBucket Failures', 's3:ListBucketVersions Failures'],
    secret('Pseudonym'),
  ].flat(),
  FinishRedrive: [publish],
  PlanReconciliation: ['dynamodb:DescribeTable Table'],
  ReconcileSegment: ['dynamodb:Query Table', 'dynamodb:Scan Table', list, read('exchanges'), secret('Pseudonym')],
  FinishReconciliation: [write('runs'), publish],
  PlanAugmentation: [
    list,
    ['datasets', 'runs', 'examples', 'augmentations', 'consent', 'signals'].map(read),
    write('work'),
  ].flat(),
  UploadRequests: [list, read('work'), paper('sent.json'), openAi],
  CreateBatch: [list, paper('batch-claim.json'), openAi],
  PollBatch: [list, openAi],
  TakeInVariants: [
    list,
    ['work', 'consent'].map(read),
    ['examples', 'augmentations'].flatMap(write),
    secret('Pseudonym'),
    openAi,
    publish,
  ].flat(),
  DeleteBatchFiles: [list, paper('sent.json'), openAi],
  RecordAugmentationFailure: [list, paper('sent.json'), paper('failure.json'), openAi, publish],
};

/** Functions of other state machines than the training's, or of none. */
const others = Object.keys(table).slice(Object.keys(table).indexOf('WhichModel')).concat('Collect');
const ofMachines: Record<string, string[]> = {
  ErasureMachine: ['EraseFromDataset', 'EraseFromPartition', 'FinishErasure', 'PlanErasure'],
  BackfillMachine: ['BackfillSegment', 'CountWithdrawals', 'FinishBackfill', 'PlanBackfill', 'WithdrawConsent'],
  AugmentationMachine: [
    'CreateBatch',
    'DeleteBatchFiles',
    'PlanAugmentation',
    'PollBatch',
    'RecordAugmentationFailure',
    'TakeInVariants',
    'UploadRequests',
  ],
  RedriveMachine: ['FinishRedrive', 'RedriveBatches'],
  ReconciliationMachine: ['FinishReconciliation', 'PlanReconciliation', 'ReconcileSegment'],
};

/** Which functions a role may invoke, their versions or not. */
const invokedBy = (may: readonly string[]) => [
  ...new Set(
    may
      .filter((each) => each.startsWith('lambda:'))
      .map((each) => each.replace(/^lambda:InvokeFunction |:\*$/g, ''))
      .sort(),
  ),
];

describe('permissions', () => {
  const all = permissions(templateOf('dev'));

  test.each(Object.entries(table))('%s may do what it needs, and nothing else', (name, expected) => {
    const own = [`logs:CreateLogStream ${name}Logs`, `logs:PutLogEvents ${name}Logs`];
    expect(all[`${name}Role`]).toEqual([...new Set([...expected.flat(), ...own])].sort());
  });

  const judging = ['CuratePartition', 'JoinPartition', 'EvaluateCandidate'];
  test.each([
    ['openai', [openAi]],
    [
      'bedrock',
      ['bedrock:InvokeModel arn:AWS::Partition:bedrock:AWS::Region::foundation-model/amazon.titan-embed-text-v2:0'],
    ],
    ['none', []],
  ] as const)(
    'with the embedder %s, the functions that judge may do what it needs, and no other may',
    (embedder, needs) => {
      const template = templateOf(`with the embedder ${embedder}`);
      for (const [role, may] of Object.entries(permissions(template))) {
        const wanted = judging.some((name) => role === `${name}Role`) ? needs : [];
        expect(may).toEqual([...new Set([...(all[role] ?? []), ...wanted])].sort());
      }
      const told = template.findResources('AWS::Lambda::Function', {
        Properties: { Environment: { Variables: Match.objectLike({ EMBEDDER: embedder }) } },
      });
      expect(Object.keys(told).map(plain).sort()).toEqual([...judging].sort());
    },
  );

  test('with moderation, Join may read the key to the service, and nobody else more than before', () => {
    const changed = Object.entries(permissions(templateOf('with moderation'))).filter(
      ([role, may]) => may.join() !== all[role]?.join(),
    );
    const more = [...(all['JoinPartitionRole'] ?? []), openAi].sort();
    expect(changed).toEqual([['JoinPartitionRole', more]]);
  });

  test('there is no function that the table does not know', () => {
    const roles = Object.keys(all).filter((role) => !/MachineRole$|EventsRole$/.test(role));
    expect(roles.sort()).toEqual(
      Object.keys(table)
        .map((name) => `${name}Role`)
        .sort(),
    );
  });

  test('the state machine invokes the functions of its states and no other, and touches runs/ only', () => {
    const may = all['StateMachineRole'] ?? [];
    expect(invokedBy(may)).toEqual(
      Object.keys(table)
        .filter((name) => !others.includes(name))
        .sort(),
    );
    expect(may.filter((each) => each.startsWith('s3:'))).toEqual([
      's3:AbortMultipartUpload Bucket/runs/*',
      's3:GetObject Bucket/runs/*',
      's3:ListMultipartUploadParts Bucket/runs/*',
      's3:PutObject Bucket/runs/*',
    ]);
    expect(may.filter((each) => each.startsWith('dynamodb:') || each.startsWith('secretsmanager:'))).toEqual([]);
  });

  test.each(Object.entries(ofMachines))('%s invokes its own functions and no other', (name, expected) => {
    const may = all[`${name}Role`] ?? [];
    expect(invokedBy(may)).toEqual(expected);
    const folder = name === 'ErasureMachine' ? 'erasures' : undefined;
    for (const each of may.filter((one) => one.startsWith('s3:'))) expect(each).toContain(`Bucket/${folder}/*`);
  });

  test('in production each function that touches data may use the key, none may administer it', () => {
    const used = Object.values(permissions(templateOf('prod')))
      .flat()
      .filter((each) => each.startsWith('kms:'));
    expect([...new Set(used)].sort()).toEqual(['kms:Decrypt Key', 'kms:DescribeKey Key', 'kms:GenerateDataKey Key']);
  });

  test('nobody gets a policy of AWS, which would allow more than its name says', () => {
    const roles = templateOf('prod').findResources('AWS::IAM::Role');
    expect(Object.values(roles).filter((role) => role['Properties'].ManagedPolicyArns)).toEqual([]);
  });
});
