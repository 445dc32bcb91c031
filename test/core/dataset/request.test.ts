import { InvalidRequest, resolveRequest, UnknownPolicy } from '../../../layers/core/dataset/request.ts';

const context = {
  startedAt: '2026-06-01T02:00:00+02:00',
  minimumExamples: 10,
  policy: 'reflect',
  baseModel: 'gpt-4o-mini-2024-07-18',
  policies: ['reflect', 'strategy'],
};
const resolve = (raw: unknown) => resolveRequest(raw, context);

describe('resolveRequest', () => {
  it.each([
    ['nothing', {}],
    ["the console's own placeholder", { Comment: 'Insert your JSON here' }],
  ])('gives every option a value for %s', (_, raw) => {
    expect(resolve(raw)).toEqual({
      since: '1970-01-01T00:00:00.000Z',
      until: '2026-06-01T00:00:00.000Z',
      policy: 'reflect',
      minimumExamples: 10,
      baseModel: 'gpt-4o-mini-2024-07-18',
      suffix: 'reflectwithin',
      seed: 42,
      epochs: 'auto',
      validationShare: 0.1,
      maximumCostUsd: 25,
      dryRun: false,
      promote: 'auto',
    });
  });

  it.each([
    ['since', '2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['since', '2026-01-31T08:00:00+01:00', '2026-01-31T07:00:00.000Z'],
    ['policy', 'strategy', 'strategy'],
    [
      'baseModel',
      'ft:gpt-4o-mini-2024-07-18:org:reflectwithin:abc123',
      'ft:gpt-4o-mini-2024-07-18:org:reflectwithin:abc123',
    ],
    ['epochs', 4, 4],
    ['validationShare', 0, 0],
    ['maximumCostUsd', 0, 0],
    ['dryRun', true, true],
    ['promote', 'never', 'never'],
  ])('takes %s: %s', (name, value, meant) => {
    expect(resolve({ [name]: value })).toMatchObject({ [name]: meant });
  });

  it.each([
    ['minimumExamples', -1, 'a whole number from 10 on'],
    ['minimumExamples', 9, 'a whole number from 10 on'],
    ['minimumExamples', 12.5, 'a whole number from 10 on'],
    ['minimumExamples', '100', 'a whole number from 10 on'],
    ['seed', -1, 'a whole number from 0'],
    ['epochs', -3, '"auto" or a whole number'],
    ['epochs', 'many', '"auto" or a whole number'],
    ['validationShare', -0.1, 'a number from 0 to 0.5'],
    ['validationShare', 0.9, 'a number from 0 to 0.5'],
    ['maximumCostUsd', -5, 'a number of US dollars from 0 on'],
    ['since', 'yesterday', 'a date such as'],
    ['until', '2026-02-30', 'a date such as'],
    ['dryRun', 'yes', 'true or false'],
    ['promote', 'always', '"auto" or "never"'],
    ['suffix', 'a.b', 'letters, digits'],
    ['baseModel', '', 'a model such as'],
    ['policy', null, 'the name of a policy'],
  ])('refuses %s: %j by name and says what would do', (name, value, wants) => {
    const refused = () => resolve({ [name]: value });
    expect(refused).toThrow(InvalidRequest);
    expect(refused).toThrow(`"${name}" must be`);
    expect(refused).toThrow(wants);
  });

  it.each([
    ['minExamples', 'minimumExamples'],
    ['dry_run', 'dryRun'],
    ['model', 'baseModel'],
    ['maxCost', 'maximumCostUsd'],
    ['untill', 'until'],
    ['Epochs', 'epochs'],
    ['constructor', 'promote'],
  ])('refuses the unknown %s and names the nearest, %s, and all', (unknown, near) => {
    const refused = () => resolve({ [unknown]: 1 });
    expect(refused).toThrow(InvalidRequest);
    expect(refused).toThrow(`"${unknown}" is no option; did you mean`);
    if (unknown !== 'constructor') expect(refused).toThrow(`did you mean "${near}"?`);
    expect(refused).toThrow('Options: since, until, policy,');
  });

  it('tells of everything that is wrong at once', () => {
    const refused = () => resolve({ epoch: 3, seed: -1 });
    expect(refused).toThrow('"epoch" is no option');
    expect(refused).toThrow('"seed" must be');
  });

  it.each([[[]], ['text'], [7], [null]])('refuses %j as no object', (raw) => {
    expect(() => resolve(raw)).toThrow(InvalidRequest);
  });

  it('refuses since after until, also after the start of the run', () => {
    expect(() => resolve({ since: '2026-03-01', until: '2026-02-01' })).toThrow(
      '"since" (2026-03-01T00:00:00.000Z) must be before',
    );
    expect(() => resolve({ since: '2026-07-01' })).toThrow('the start of the run');
  });

  it('refuses an unknown policy and names those there are', () => {
    const refused = () => resolve({ policy: 'strategie' });
    expect(refused).toThrow(UnknownPolicy);
    expect(refused).toThrow('did you mean "strategy"? Policies: reflect, strategy.');
  });
});
