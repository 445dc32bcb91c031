import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import { turnSchema } from '../../../../layers/core/conversation/exchange.ts';
import { createSafetyScreen } from '../../../../layers/core/quality/safety/screen.ts';

const conversationSchema = z.object({ conversationId: z.string(), messages: z.array(turnSchema) });
const screen = createSafetyScreen(loadSafetyLexicon('layers/policy/safety'));

const exchanges = readFileSync('local/sample/conversations.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => conversationSchema.parse(JSON.parse(line)))
  .flatMap(({ conversationId, messages }) =>
    messages.flatMap(({ sender, text }, at) => {
      const question = messages[at - 1];
      if (sender !== 'ai' || question?.sender !== 'user') return [];
      return [{ id: conversationId, context: messages.slice(0, at - 1), user: question.text, assistant: text }];
    }),
  );
const held = exchanges.filter((exchange) => screen.screen(exchange).length > 0).map(({ id }) => id);

describe('the screen over the bundled sample', () => {
  it.each(['004', '033', '039', '076', '100', '114', '140', '149'])('holds the harm of sample-%s', (number) => {
    expect(held).toContain(`sample-${number}`);
  });

  // Four more may be held: a workout to burn off a meal, a tight chest (twice), nobody who needs one.
  it('lets the ordinary talk of the others pass', () => {
    expect(held.length).toBeLessThanOrEqual(12);
  });
});
