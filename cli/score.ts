import { type Command, Option } from 'commander';
import * as z from 'zod';
import { dialogueSchema, givenContext, turnSchema } from '../layers/core/conversation/exchange.ts';
import type { Evidence } from '../layers/core/quality/judgement.ts';
import { type EmbedderOptions, embedderHelp, embedderOf, embedderOptions } from './embedder.ts';
import { interruptible } from './interrupt.ts';
import { loadScorer, type Scorer } from './policy.ts';
import { idSchema } from './row.ts';
import { aboutRows, reportCounts, transformRows } from './rows.ts';

const exchangeRow = dialogueSchema.extend({ id: idSchema, context: givenContext });
const conversationRow = z.object({ id: idSchema, messages: z.array(turnSchema).min(1) });

interface Options extends EmbedderOptions {
  readonly input: string;
  readonly output: string;
  readonly policy: string;
  readonly conversations: boolean;
  readonly explain: boolean;
}

const help = `
Rows in:   {id, context:[{sender:"user"|"ai",text}], user, assistant}
Rows out:  {id, scores:{empathy,question,relevance,context_awareness,tone,overall}, tier, safety, flags, reasons,
           domain, language}; with --explain also evidence:[{rule,where,turn?,start,end,value?,logOdds?}] in
           UTF-16 units, of every flag and domain tag by its name, of what the safety screen saw, and of the classes of the word lists
           that a score is made of; what relevance is made of, as relevance:<term> with what
           was measured and what it adds in log-odds; what is so of all of a turn spans it, an empty turn shows nothing
With --conversations
Rows in:   {id, messages:[{sender:"user"|"ai",text}]}
Rows out:  {id, quality, candidate, factors, picks, safety}; with --explain also evidence:[{rule,where,turn,start,end}],
           where turn counts the messages from 0, and theme_<topic> names the words of a theme; where safety names a
           harm that a turn touches, nothing is picked and it is no candidate
Other columns are passed over.
${aboutRows}
${embedderHelp}`;

/** Several words of a rule may stand in the same place: it is told once. */
const explained = (evidence: readonly Evidence[] | undefined) => {
  if (evidence === undefined) return {};
  const places = evidence.map((one) => [[one.rule, one.where, one.turn, one.start, one.end].join(), one] as const);
  return { evidence: [...new Map(places).values()] };
};

const exchangeScorer =
  ({ judge, score }: Scorer, explain: boolean) =>
  async ({ id, ...dialogue }: z.infer<typeof exchangeRow>) => {
    const evidence: Evidence[] | undefined = explain ? [] : undefined;
    const judgement = await score(dialogue, evidence);
    const { tier, reasons } = judge.decide(judgement);
    const { scores, safety, flags, domain, language } = judgement;
    return { id, scores, tier, safety, flags, reasons, domain, language, ...explained(evidence) };
  };

const conversationScorer =
  ({ judge }: Scorer, explain: boolean) =>
  ({ id, messages }: z.infer<typeof conversationRow>) => {
    const evidence: Evidence[] | undefined = explain ? [] : undefined;
    return { id, ...judge.judgeConversation(messages, evidence), ...explained(evidence) };
  };

export const defineScore = (command: Command): Command => {
  command
    .requiredOption('-i, --input <file>', 'JSON Lines; - for standard input')
    .requiredOption('-o, --output <file>', 'JSON Lines; - for standard output')
    .option('-p, --policy <name|folder>', 'a policy by name, or a folder named as the policy in it', 'reflect')
    .addOption(
      new Option('--conversations', 'rows are whole conversations; these are judged by words')
        .default(false)
        .conflicts('embedder'),
    )
    .option('--explain', 'adds the evidence: which rule saw what, and where', false)
    .addHelpText('after', help)
    .action(async ({ input, output, policy, conversations, explain, ...meaning }: Options) => {
      const scorer = await interruptible(
        () => `Ended before the first row; ${output === '-' ? 'nothing was' : `${output} was not`} written.`,
        () => loadScorer(policy, async () => (conversations ? undefined : embedderOf(meaning))),
      );
      const counts = conversations
        ? await transformRows({
            input,
            output,
            schema: conversationRow,
            other: { column: 'assistant', advice: 'holds exchanges: leave --conversations out to score them.' },
            transform: conversationScorer(scorer, explain),
          })
        : await transformRows({
            input,
            output,
            schema: exchangeRow,
            other: { column: 'messages', advice: 'holds whole conversations: score --conversations judges them.' },
            transform: exchangeScorer(scorer, explain),
          });
      reportCounts(counts);
    });
  for (const option of embedderOptions()) command.addOption(option);
  return command;
};
