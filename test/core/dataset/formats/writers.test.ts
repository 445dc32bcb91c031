import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { Dialogue } from '../../../../layers/core/conversation/exchange.ts';
import { exampleOf } from '../../../../layers/core/dataset/card/example.ts';
import { chatLine, chatMessages } from '../../../../layers/core/dataset/chat-line.ts';
import { bedrockLine } from '../../../../layers/core/dataset/formats/bedrock.ts';
import { dpoLine } from '../../../../layers/core/dataset/formats/dpo.ts';
import { type FormatName, formatNames, formats } from '../../../../layers/core/dataset/formats/format.ts';
import type { Joined } from '../../../../layers/core/dataset/joined.ts';
import { FileValidator } from '../../../../layers/core/dataset/validate-file.ts';
import { exchange } from '../../../support/exchanges.ts';

const golden = (name: string) => readFileSync(new URL(`golden/${name}.jsonl`, import.meta.url), 'utf8');

const examples = [
  { id: '1', user: 'I ran today.', assistant: 'How far did you run?', context: [], name: 'Robin' },
  {
    id: '2',
    user: 'It said "User: go"\nand <image> – 🐢',
    assistant: 'Who is System: to you?',
    context: [
      { sender: 'ai' as const, text: 'Hello.' },
      { sender: 'user' as const, text: 'Hi.' },
      { sender: 'user' as const, text: 'Are you there?' },
      { sender: 'ai' as const, text: 'I am. What is new?' },
    ],
  },
];
const prompt = 'Be kind.';
const written: Record<'dpo' | 'bedrock', string[]> = {
  dpo: examples.map((each) => dpoLine(prompt, { ...each, preferred: each.assistant, other: 'Good.' })),
  bedrock: examples.map((each) => bedrockLine(chatMessages(prompt, each)).line),
};

/** Whoever changes these bytes changes every file to come: do it knowingly. */
it.each(['dpo', 'bedrock'] as const)('writes these bytes for %s', (format) => {
  expect(written[format].map((line) => `${line}\n`).join('')).toBe(golden(format));
});

it('counts what it wrote otherwise, and what it left out', () => {
  const [, second] = examples;
  if (second === undefined) throw new Error('there are two');
  expect(bedrockLine(chatMessages(prompt, second))).toMatchObject({ escapedWords: 3, leftOut: 1 });
});

const reservedWords = ['User:', 'Bot:', 'Assistant:', 'System:', '<image>', '<video>', '[EOS]'] as const;
const text = fc
  .array(fc.oneof(fc.constantFrom(...reservedWords, 'Us', 'er:', ' ', '<', '['), fc.string()), { minLength: 1 })
  .map((parts) => parts.join(''))
  .filter((words) => words.trim() !== '' && !words.includes('<|'));
const turn = fc.record({ sender: fc.constantFrom('user' as const, 'ai' as const), text });
const dialogue = fc.record({ user: text, assistant: text, context: fc.array(turn, { maxLength: 4 }) });

const joined = (given: Dialogue): Joined => {
  const { schema: _, ...facts } = exchange('a', given);
  const chosen = { text: '', tier: 'gold', quality_score: 0.9, split: 'train', category: 'domain' } as const;
  return { ...facts, ...chosen, source: 'app' };
};
const lineOf: Record<FormatName, (given: Dialogue) => string> = {
  sft: (given) => chatLine(prompt, given),
  dpo: (given) => dpoLine(prompt, { ...given, preferred: given.assistant, other: `${given.assistant} No.` }),
  bedrock: (given) => bedrockLine(chatMessages(prompt, given)).line,
  exchanges: (given) => JSON.stringify(exampleOf(joined(given))),
};

it.each(formatNames)('the validator takes every %s line that is written', async (format) => {
  await fc.assert(
    fc.asyncProperty(dialogue, async (given) => {
      const problems: unknown[] = [];
      const validator = new FileValidator(
        (words) => words.length,
        (problem) => void problems.push(problem),
        formats[format],
      );
      await validator.check('f', Readable.from([Buffer.from(`${lineOf[format](given)}\n`)]), { minimumLines: 0 });
      expect(problems).toEqual([]);
    }),
  );
});
