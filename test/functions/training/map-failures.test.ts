import { recordFailure } from '../../../functions/training/record-failure.ts';
import { reporting } from '../../../functions/training/reporting.ts';
import { RetryableError, TerminalError } from '../../../layers/core/errors.ts';
import { Inbox, MemoryRegistry } from '../../support/fine-tune-run.ts';
import { MemoryObjectStore } from '../../support/memory-object-store.ts';

class TooBad extends TerminalError {
  override name = 'TooBad';
}

const exceeded = {
  Error: 'States.ExceedToleratedFailureThreshold',
  Cause: 'The specified tolerated failure threshold was exceeded',
};

/** A run whose map's child throws, with what the map then says. */
async function recorded(thrown: Error | undefined, failure = exceeded, state: Record<string, unknown> = {}) {
  const store = new MemoryObjectStore();
  const run = async () => {
    if (thrown) throw thrown;
    return 'done';
  };
  const child = reporting('Join partitions', run, () => store)({ runId: 'run-1' });
  if (thrown) await expect(child).rejects.toBe(thrown);
  else expect(await child).toBe('done');
  const tools = {
    store,
    notifier: new Inbox(),
    trainer: () => {
      throw new Error('Nothing was sent there');
    },
    registry: () => new MemoryRegistry(),
  };
  const asked = {
    runId: 'run-1',
    startedAt: '2026-11-24T08:00:00Z',
    failure,
    state: { request: { policy: 'strategy' }, plan: {}, ...state },
  };
  const { key } = await recordFailure(asked, tools);
  return JSON.parse(store.text(key));
}

describe('the error of a map', () => {
  it('is told by the name and in the words of the child that failed', async () => {
    expect(await recorded(new TooBad('Do something else.'))).toMatchObject({
      error: 'TooBad',
      reason: 'Do something else.',
      at: 'Join partitions',
    });
  });

  it('quotes what a child said that might have been tried again, and does not take it for certain', async () => {
    const paper = await recorded(new RetryableError('S3 is slow.'));
    expect(paper.error).toBe(exceeded.Error);
    expect(paper.reason).toMatch(/perhaps it ran out .* The last that a child said, in Join partitions: S3 is slow\.$/);
  });

  it.each([
    ['said nothing', undefined],
    ['met a fault of the program, whose words may quote', new SyntaxError('Unexpected token "I feel sad"')],
  ])('is told in general words when the child %s', async (_, thrown) => {
    const paper = await recorded(thrown);
    expect(paper).toMatchObject({ error: exceeded.Error, reason: expect.stringContaining('The map run shows which') });
    expect(JSON.stringify(paper)).not.toContain('I feel sad');
  });

  it('has its place also where the name of the error arrives', async () => {
    const cause = JSON.stringify({ errorType: 'TooBad', errorMessage: 'TooBad: Do something else.' });
    const paper = await recorded(new TooBad('Do something else.'), { Error: 'TooBad', Cause: cause });
    expect(paper.at).toBe('Join partitions');
  });

  it('is not taken for that of a later state', async () => {
    const another = { Error: 'Another', Cause: 'Other words.' };
    expect(await recorded(new TooBad('Do something else.'), another)).toMatchObject({
      error: 'Another',
      at: expect.stringContaining('or Select examples'),
    });
    expect(await recorded(new TooBad('.'), another, { selection: {} })).toMatchObject({
      at: 'Write examples or Assemble dataset',
    });
  });
});
