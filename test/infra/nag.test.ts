import { describe, expect, test } from '@jest/globals';
import { AwsSolutionsChecks } from 'cdk-nag';
import { synthesise } from './synthesise.ts';

describe('cdk-nag', () => {
  test.each(['dev', 'prod'] as const)('the stage %s has no finding without a reason', (stage) => {
    const { app } = synthesise(stage);
    const findings = new AwsSolutionsChecks(app)
      .validateScope(app)
      .violations.map(({ ruleName, violatingResources }) => [ruleName, violatingResources.map((r) => r.constructPath)]);
    expect(findings).toEqual([]);
  });
});
