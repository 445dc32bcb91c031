import { Command } from 'commander';
import { z } from 'zod';
import { loadJudge } from '../layers/adapters/judge-files.ts';
import { dialogueSchema, turnSchema } from '../layers/core/conversation/exchange.ts';
import type { Evidence } from '../layers/core/quality/judgement.ts';
import { policyFolder, policyNamed } from './policy.ts';
import { reportCounts, transformRows } from './rows.ts';

const exchangeRow = dialogueSchema.extend({
  id: z.union([z.string(), z.number()]),
  context: z.array(turnSchema).default([]),
});

interface Options {
  readonly input: string;
  readonly output: string;
  readonly policy: string;
  readonly explain: boolean;
}

export const scoreCommand = (): Command =>
  new Command('score')
    .description('Scores exchanges and decides their tier, with every rule that made it.')
    .requiredOption(
      '-i, --input <file>',
      'JSON Lines of {id, context:[{sender:"user"|"ai",text}], user, assistant}; - for standard input',
    )
    .requiredOption(
      '-o, --output <file>',
      'JSON Lines of {id, scores, tier, safety, flags, reasons, domain, language}; - for standard output',
    )
    .option('-p, --policy <name|folder>', 'a policy by name, or a folder with a policy.json', 'strategy')
    .option('--explain', 'adds the evidence: which rule saw what, and where', false)
    .action(async ({ input, output, policy, explain }: Options) => {
      const judge = loadJudge(policyFolder, policyNamed(policy));
      const counts = await transformRows({
        input,
        output,
        schema: exchangeRow,
        transform({ id, ...dialogue }) {
          const evidence: Evidence[] | undefined = explain ? [] : undefined;
          const judgement = judge.judge(dialogue, evidence);
          const { tier, reasons } = judge.decide(judgement);
          const { scores, safety, flags, domain, language } = judgement;
          return { id, scores, tier, safety, flags, reasons, domain, language, ...(evidence && { evidence }) };
        },
      });
      reportCounts(counts);
    });
