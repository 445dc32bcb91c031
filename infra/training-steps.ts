import { Duration } from 'aws-cdk-lib';
import { codeVersion } from './code-version.ts';
import {
  callOpenAi,
  compareMeanings,
  list,
  type Parts,
  type Permission,
  read,
  rewritePaper,
  tellPeople,
  write,
} from './permissions.ts';
import type { Registry } from './registry.ts';
import { data, network, type Step } from './state-function.ts';

export interface TrainingParts extends Parts {
  readonly registry: Registry;
}

const knowDefaults: Permission = (step, { house: { settings } }) => {
  step.addEnvironment('MINIMUM_EXAMPLES', String(settings.minimumExamples));
  step.addEnvironment('BASE_MODEL', settings.baseModel);
};
const readRegistry: Permission<TrainingParts> = (step, { registry }) => registry.openTo(step);
const readHistory: Permission<TrainingParts> = (step, { registry }) => registry.openHistoryTo(step);
const promote: Permission<TrainingParts> = (step, { registry }) => registry.openTo(step, { promote: true });

const tellVersion: Permission = (step) => step.addEnvironment('CODE_VERSION', codeVersion());

const askModerator: Permission = (step, parts) => {
  const { moderation } = parts.house.settings;
  step.addEnvironment('MODERATION', moderation);
  if (moderation === 'openai') callOpenAi(step, parts);
};

// It holds some 60 bytes of each exchange, and of no text anything: enough for thirty million.
const large = { memorySize: 3008, timeout: Duration.minutes(15) };

/** Every function of a training run by its state's name, and what it may touch. What is not here, it cannot do. */
export const steps = {
  'Resolve request': { may: [knowDefaults] },
  'Plan dataset': { may: [list, read('consent'), write('work', 'runs')], size: network },
  'Curate partition': {
    may: [list, read('exchanges', 'examples', 'signals', 'work'), write('work'), compareMeanings],
    size: data,
  },
  'Join partition': { may: [list, read('work'), write('work'), compareMeanings, askModerator], size: data },
  'Match bucket': { may: [list, read('work'), write('work')], size: data },
  'Select examples': { may: [list, read('work'), write('work')], size: large },
  'Write range': { may: [list, read('work'), write('work')], size: data },
  'Assemble dataset': { may: [list, read('work'), write('datasets', 'runs')], size: data },
  'Validate part': { may: [list, read('datasets'), write('work')], size: data },
  'Validate dataset': { may: [list, read('datasets', 'work'), write('work', 'datasets')], size: data },
  'Write card': {
    may: [list, read('datasets', 'work', 'runs'), write('datasets', 'runs', 'tables'), tellVersion],
    size: data,
  },
  'Enough examples?': {},
  'Estimate cost': {},
  'Check base model': { may: [callOpenAi], size: network },
  'Upload dataset': { may: [callOpenAi, list, read('datasets'), rewritePaper('lineage.json')], size: network },
  // It looks for new tombstones, and Promote for what an erasure has marked: names tell, so neither need read.
  'Create fine-tune': {
    may: [callOpenAi, list, rewritePaper('fine-tune-claim.json')],
    size: network,
  },
  'Poll fine-tune': { may: [callOpenAi, write('runs')], size: network },
  'Evaluate candidate': {
    may: [callOpenAi, readRegistry, list, read('datasets'), write('runs'), compareMeanings],
    size: data,
  },
  Gate: {},
  Promote: { may: [promote, list], size: network },
  Notify: { may: [write('runs'), tellPeople], size: network },
  // It deletes uploaded files from which no job came: that is what it calls OpenAI for. When a promotion broke off,
  // only the registry knows how far it came; why a child of a map failed, only work/ knows.
  'Record failure': { may: [callOpenAi, readHistory, list, read('work'), write('runs'), tellPeople], size: network },
} as const satisfies Record<string, Step<TrainingParts>>;

export type StepName = keyof typeof steps;
