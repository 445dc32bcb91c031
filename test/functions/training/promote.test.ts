import { whichModel } from '../../../functions/registry/which-model.ts';
import { gated } from '../../../functions/training/fine-tune-state.ts';
import { promote } from '../../../functions/training/promote.ts';
import { supersededKey } from '../../../layers/core/erasure/names.ts';
import { RetryableError } from '../../../layers/core/errors.ts';
import { MemoryRegistry, runWithDataset } from '../../support/fine-tune-run.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

const now = '2026-11-24T09:00:00Z';
const means = { relevance: 0.5, empathy: 0.5, question: 0.5, overall: 0.5, unsafe: 0, lift: 0.2, liftError: 0.05 };

const store = new MemoryObjectStore();

async function gatedRun(runId = 'run-1', championVersion = 0, promoteOption: 'auto' | 'never' = 'auto') {
  const { state } = await runWithDataset({ promote: promoteOption });
  const job = { id: 'ftjob-1', status: 'succeeded', pollSeconds: 20, polls: 3, missed: 0, trainedTokens: 1, loss: 1 };
  const evaluation = {
    key: 'k',
    prompts: 12,
    candidate: means,
    champion: means,
    championModel: 'base',
    championVersion,
  };
  return gated.parse({
    ...state,
    runId,
    baseModel: { id: 'gpt-4o-mini-2024-07-18', shutdownDate: null },
    files: { training: 'file-1', validation: null },
    job: { ...job, fineTunedModel: `ft:${runId}`, filesLeft: [], eventsKey: 'e' },
    evaluation,
    gate: { verdict: 'pass', reasons: [] },
  });
}

describe('Which model?', () => {
  const silent = { champion: () => Promise.reject(new RetryableError('The registry does not answer.')) };
  const last = { model: 'ft:run-1', variant: 'champion-1' };

  it('is the one of before while the registry is silent', async () => {
    expect(await whichModel({ models: silent, baseModel: 'gpt-base' }, last)).toEqual(last);
  });

  it('nobody knows where it was never told', async () => {
    await expect(whichModel({ models: silent, baseModel: 'gpt-base' })).rejects.toThrow(RetryableError);
  });
});

describe('Promote', () => {
  it('adds a version, moves the champion and the parameter', async () => {
    const registry = new MemoryRegistry();
    expect(await whichModel({ models: registry, baseModel: 'gpt-base' })).toEqual({
      model: 'gpt-base',
      variant: 'base',
    });
    await promote(await gatedRun(), store, registry, registry, now);
    const second = await promote(await gatedRun('run-2', 1), store, registry, registry, now);
    expect(second.promotion).toEqual({ model: 'ft:run-2', version: 2 });
    expect(registry.history.map(({ model }) => model)).toEqual(['ft:run-1', 'ft:run-2']);
    expect(registry.parameter).toEqual(['ft:run-1', 'ft:run-2']);
    expect(await whichModel({ models: registry, baseModel: 'gpt-base' })).toEqual({
      model: 'ft:run-2',
      variant: 'champion-2',
    });
  });

  it('promotes the model of a run whose name an earlier run had', async () => {
    const registry = new MemoryRegistry();
    await promote(await gatedRun(), store, registry, registry, now);
    const { job, ...rest } = await gatedRun('run-1', 1);
    const again = { ...rest, job: { ...job, fineTunedModel: 'ft:another' } };
    expect((await promote(again, store, registry, registry, now)).promotion).toEqual({
      model: 'ft:another',
      version: 2,
    });
  });

  it('is the same done twice, also when it was interrupted before the parameter', async () => {
    const registry = new MemoryRegistry();
    const state = await gatedRun();
    const broken = { write: () => Promise.reject(new Error('SSM is down')) };
    await expect(promote(state, store, registry, broken, now)).rejects.toThrow('SSM is down');
    const done = await promote(state, store, registry, registry, 'later');
    expect(await promote(state, store, registry, registry, 'later still')).toEqual(done);
    expect(registry.history).toHaveLength(1);
    expect(registry.history[0]?.promotedAt).toBe(now);
    expect(new Set(registry.parameter)).toEqual(new Set(['ft:run-1']));
  });

  it('never promotes a model whose dataset an erasure has emptied, but ends what it had begun', async () => {
    const [registry, lake] = [new MemoryRegistry(), new MemoryObjectStore()];
    const state = await gatedRun();
    await lake.put(supersededKey(state.dataset.id), '{}');
    await expect(promote(state, lake, registry, registry, now)).rejects.toMatchObject({
      name: 'ErasedMeanwhile',
      message: expect.stringMatching(/was not promoted.*Start the run again/),
    });
    expect([registry.history, registry.parameter]).toEqual([[], []]);
    const broken = { write: () => Promise.reject(new Error('SSM is down')) };
    await expect(promote(state, store, registry, broken, now)).rejects.toThrow('SSM is down');
    expect((await promote(state, lake, registry, registry, now)).promotion.version).toBe(1);
    expect(registry.parameter).toEqual(['ft:run-1']);
  });

  it('never brings back a model that a later run has replaced', async () => {
    const registry = new MemoryRegistry();
    const first = await gatedRun();
    await promote(first, store, registry, registry, now);
    await promote(await gatedRun('run-2', 1), store, registry, registry, now);
    await promote(first, store, registry, registry, now);
    expect(registry.parameter.at(-1)).toBe('ft:run-2');
    expect(registry.history).toHaveLength(2);
  });

  it('refuses when the champion is another one than the candidate was compared with', async () => {
    const registry = new MemoryRegistry();
    await promote(await gatedRun(), store, registry, registry, now);
    await expect(promote(await gatedRun('run-2', 0), store, registry, registry, now)).rejects.toMatchObject({
      name: 'ChampionChanged',
      message: expect.stringContaining('Start the run again'),
    });
    expect(registry.parameter).toEqual(['ft:run-1']);
  });

  it('does nothing when the request says never, or the gate said no', async () => {
    const registry = new MemoryRegistry();
    const never = await promote(await gatedRun('run-1', 0, 'never'), store, registry, registry, now);
    expect(never.promotion).toEqual({ model: null, version: null });
    const failed = { ...(await gatedRun()), gate: { verdict: 'fail' as const, reasons: [] } };
    await expect(promote(failed, store, registry, registry, now)).rejects.toMatchObject({ name: 'NotPromotable' });
    expect([...registry.history, ...registry.parameter]).toEqual([]);
  });
});
