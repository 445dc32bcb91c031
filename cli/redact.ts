import type { Command } from 'commander';
import { z } from 'zod';
import { loadPrivacyLexicon } from '../layers/adapters/privacy-files.ts';
import { createRedactor, redactText } from '../layers/core/quality/privacy/redact.ts';
import { policyFolder } from './policy-folder.ts';
import { idSchema } from './row.ts';
import { aboutRows, reportCounts, transformRows } from './rows.ts';

const row = z.object({ id: idSchema, text: z.string() });

export const defineRedact = (command: Command): Command =>
  command
    .requiredOption('-i, --input <file>', 'JSON Lines of {id, text}; - for standard input')
    .requiredOption('-o, --output <file>', 'JSON Lines of {id, text, spans:[{start,end,kind}]}; - for standard output')
    .option(
      '--key <secret>',
      'stand-ins by a secret of yours; without one, others can try out which name is behind one',
      '',
    )
    .addHelpText(
      'after',
      `\nSpans are in UTF-16 units of the text before. Other columns are passed over.\n${aboutRows}`,
    )
    .action(async ({ input, output, key }: { input: string; output: string; key: string }) => {
      const redactor = createRedactor(loadPrivacyLexicon(policyFolder));
      const counts = await transformRows({
        input,
        output,
        schema: row,
        transform: ({ id, text }) => ({ id, ...redactText(redactor, text, () => key) }),
      });
      reportCounts(counts);
    });
