import { Arn, Duration, Stack } from 'aws-cdk-lib';
import { Grant } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { codeVersion } from './code-version.ts';
import type { House } from './house.ts';
import type { Folder, Lake } from './lake.ts';
import { NodeFunction } from './node-function.ts';
import { callOpenAi, tellPeople } from './permissions.ts';
import type { Registry } from './registry.ts';
import type { Secrets } from './secrets.ts';

export interface TrainingStepsProps {
  readonly house: House;
  readonly lake: Lake;
  readonly secrets: Secrets;
  readonly registry: Registry;
  readonly topic: ITopic;
}

/** Something a step may do: the grant, and the environment to do it with. */
type Permission = (step: NodeFunction, props: TrainingStepsProps) => void;

interface Step {
  readonly may?: readonly Permission[];
  readonly size?: { readonly memorySize: number; readonly timeout: Duration };
}

const knowMinimum: Permission = (step, { house }) => {
  step.addEnvironment('MINIMUM_EXAMPLES', String(house.settings.minimumExamples));
};
const list: Permission = (step, { lake }) => lake.grantList(step);
const read =
  (folder: Folder): Permission =>
  (step, { lake }) =>
    lake.grantRead(step, folder);
const write =
  (folder: Folder): Permission =>
  (step, { lake }) =>
    lake.grantWrite(step, folder);

const readRegistry: Permission = (step, { registry }) => registry.openTo(step);
const readHistory: Permission = (step, { registry }) => registry.openHistoryTo(step);
const promote: Permission = (step, { registry }) => registry.openTo(step, { promote: true });

const tellVersion: Permission = (step) => step.addEnvironment('CODE_VERSION', codeVersion());

/** Titan reads texts for whoever may invoke this one model, which every region has as its own. */
const titan = 'amazon.titan-embed-text-v2:0';
const invokeTitan: Permission = (step) => {
  const resource = { service: 'bedrock', account: '', resource: 'foundation-model', resourceName: titan };
  const arn = Arn.format(resource, Stack.of(step));
  Grant.addToPrincipal({ grantee: step, actions: ['bedrock:InvokeModel'], resourceArns: [arn] });
};
const compareMeanings: Permission = (step, props) => {
  const { semanticLayer, settings } = props.house;
  step.addEnvironment('EMBEDDER', settings.embedder);
  if (semanticLayer) step.addLayers(semanticLayer);
  if (settings.embedder === 'openai') callOpenAi(step, props);
  if (settings.embedder === 'bedrock') invokeTitan(step, props);
};

const askModerator: Permission = (step, props) => {
  const { moderation } = props.house.settings;
  step.addEnvironment('MODERATION', moderation);
  if (moderation === 'openai') callOpenAi(step, props);
};

// 1,769 MB are one whole processor: reading, judging and sorting use it. 15 minutes is all Lambda gives.
const data = { memorySize: 1769, timeout: Duration.minutes(15) };
// It holds some 60 bytes of each exchange, and of no text anything: enough for thirty million.
const large = { memorySize: 3008, timeout: Duration.minutes(15) };
const network = { memorySize: 512, timeout: Duration.minutes(15) };

/** Every function of a training run by its state's name, and what it may touch. What is not here, it cannot do. */
const steps = {
  'Resolve request': { may: [knowMinimum] },
  'Plan dataset': { may: [list, read('consent'), write('work'), write('runs')], size: network },
  'Curate partition': {
    may: [list, read('exchanges'), read('examples'), read('signals'), read('work'), write('work'), compareMeanings],
    size: data,
  },
  'Join partition': { may: [list, read('work'), write('work'), compareMeanings, askModerator], size: data },
  'Match bucket': { may: [list, read('work'), write('work')], size: data },
  'Select examples': { may: [list, read('work'), write('work')], size: large },
  'Write range': { may: [list, read('work'), write('work')], size: data },
  'Assemble dataset': { may: [list, read('work'), write('datasets'), write('runs')], size: data },
  'Validate part': { may: [list, read('datasets'), write('work')], size: data },
  'Validate dataset': { may: [list, read('datasets'), read('work'), write('work'), write('datasets')], size: data },
  'Write card': {
    may: [
      list,
      read('datasets'),
      write('datasets'),
      read('work'),
      read('runs'),
      write('runs'),
      write('tables'),
      tellVersion,
    ],
    size: data,
  },
  'Enough examples?': {},
  'Estimate cost': {},
  // Longer than a service that answers slowly can hold them up: then they end by an error that says so, not by force.
  'Check base model': { may: [callOpenAi], size: network },
  'Upload dataset': { may: [callOpenAi, list, read('datasets'), write('runs')], size: network },
  // It looks for new tombstones, and Promote for what an erasure has marked: names tell, so neither need read.
  'Create fine-tune': { may: [callOpenAi, list], size: network },
  'Poll fine-tune': { may: [callOpenAi, write('runs')], size: network },
  'Evaluate candidate': {
    may: [callOpenAi, readRegistry, list, read('datasets'), write('runs'), compareMeanings],
    size: data,
  },
  Gate: {},
  Promote: { may: [promote, list] },
  Notify: { may: [write('runs'), tellPeople] },
  // It deletes uploaded files from which no job came: that is what it calls OpenAI for. When a promotion broke off,
  // only the registry knows how far it came; why a child of a map failed, only work/ knows.
  'Record failure': { may: [callOpenAi, readHistory, list, read('work'), write('runs'), tellPeople], size: network },
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;

export class TrainingSteps extends Construct {
  readonly #props: TrainingStepsProps;

  constructor(scope: Construct, id: string, props: TrainingStepsProps) {
    super(scope, id);
    this.#props = props;
  }

  /** Makes the function behind a state. */
  create(name: StepName): NodeFunction {
    const { house, lake } = this.#props;
    const { may = [], size }: Step = steps[name];
    const step = new NodeFunction(this, idOf(name), {
      house,
      entry: `functions/training/${fileOf(name)}.ts`,
      description: `The state "${name}" of a training run`,
      environment: {
        LAKE_BUCKET: lake.bucket.bucketName,
      },
      ...size,
    });
    for (const permit of may) permit(step, this.#props);
    return step;
  }
}

/** "Enough examples?" is EnoughExamples in the stack. */
const idOf = (name: string) =>
  name
    .split(/[^A-Za-z]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** The state "Enough examples?" stands in enough-examples.ts. */
const fileOf = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, '-')
    .replace(/-$/, '');
