import { describe, expect, test } from '@jest/globals';
import * as assembleDataset from '../../functions/training/assemble-dataset.ts';
import * as checkBaseModel from '../../functions/training/check-base-model.ts';
import * as createFineTune from '../../functions/training/create-fine-tune.ts';
import * as enoughExamples from '../../functions/training/enough-examples.ts';
import * as estimateCost from '../../functions/training/estimate-cost.ts';
import * as evaluateCandidate from '../../functions/training/evaluate-candidate.ts';
import * as gate from '../../functions/training/gate.ts';
import * as notify from '../../functions/training/notify.ts';
import * as planDataset from '../../functions/training/plan-dataset.ts';
import * as pollFineTune from '../../functions/training/poll-fine-tune.ts';
import * as promote from '../../functions/training/promote.ts';
import * as resolveRequest from '../../functions/training/resolve-request.ts';
import * as selectExamples from '../../functions/training/select-examples.ts';
import * as uploadDataset from '../../functions/training/upload-dataset.ts';
import * as validateDataset from '../../functions/training/validate-dataset.ts';
import * as writeCard from '../../functions/training/write-card.ts';

/** The states that hand the run's state on, in their order. */
const chain = Object.entries({
  'Resolve request': resolveRequest,
  'Plan dataset': planDataset,
  'Select examples': selectExamples,
  'Assemble dataset': assembleDataset,
  'Validate dataset': validateDataset,
  'Write card': writeCard,
  'Enough examples?': enoughExamples,
  'Estimate cost': estimateCost,
  'Check base model': checkBaseModel,
  'Upload dataset': uploadDataset,
  'Create fine-tune': createFineTune,
  'Poll fine-tune': pollFineTune,
  'Evaluate candidate': evaluateCandidate,
  Gate: gate,
  Promote: promote,
});

describe('the state of a run', () => {
  test.each(chain.slice(1).map(([name, { input }], index) => [name, input, chain[index]] as const))(
    'what %s takes is what the state before it gives',
    (_, input, before) => {
      expect(input).toBe(before?.[1].output);
    },
  );

  test('Poll fine-tune takes what it gives, for it is asked again and again', () => {
    expect(pollFineTune.input).toBe(pollFineTune.output);
  });

  test.each([
    ['a dry run', checkBaseModel.output],
    ['a candidate that the gate refused', gate.output],
    ['a promotion', promote.output],
  ])('Notify understands the state after %s', (_, { shape }) => {
    expect(Object.keys(notify.input.shape)).toEqual(expect.arrayContaining(Object.keys(shape)));
  });
});
