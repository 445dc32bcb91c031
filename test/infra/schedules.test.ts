import { describe, expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import { asked } from '../../functions/reconcile/state.ts';
import { templateOf } from './template.ts';

/** Without an input EventBridge hands over its own event: `version`, `id`, `detail-type` and so on. */
const rule = z.object({
  Properties: z.object({ Targets: z.array(z.object({ Input: z.string().transform((text) => JSON.parse(text)) })) }),
});

describe('what runs by itself', () => {
  const scheduled = templateOf('dev').findResources('AWS::Events::Rule', {
    Properties: { ScheduleExpression: Match.anyValue() },
  });

  test('is the reconciliation', () => {
    expect(Object.keys(scheduled)).toEqual([expect.stringMatching(/^ReconciliationSchedule/)]);
  });

  test.each([
    ['dev', 'rate(1 day)', '{"days":1}'],
    ['reconciled weekly', 'rate(7 days)', '{"days":7}'],
    ['reconciled monthly', 'rate(30 days)', '{"days":30}'],
  ] as const)('%s: each time these days are over, for these days', (name, ScheduleExpression, Input) => {
    const Targets = [Match.objectLike({ Input })];
    templateOf(name).hasResourceProperties('AWS::Events::Rule', { ScheduleExpression, Targets });
  });

  test('is nothing where it is switched off, and then one may still start it by hand', () => {
    const off = templateOf('never reconciled');
    off.resourcePropertiesCountIs('AWS::Events::Rule', { ScheduleExpression: Match.anyValue() }, 0);
    off.hasOutput('ReconciliationMachineArn', {});
  });

  test('is handed what its first state understands', () => {
    const requests = Object.values(scheduled).flatMap((each) => rule.parse(each).Properties.Targets);
    const execution = { runId: 'r', startedAt: '2026-05-02T10:00:00.000Z' };
    for (const { Input: request } of requests)
      expect(asked.parse({ ...execution, request }).request).toEqual({ days: 1 });
  });
});
