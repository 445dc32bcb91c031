import { join } from 'node:path';
import { loadSafetyCorpus } from '../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon } from '../layers/adapters/safety-files.ts';
import { createSafetyScreen } from '../layers/core/quality/safety/screen.ts';

/** How much of each class of corpus/safety the screen holds: `node bench/safety.ts`. */
const root = join(import.meta.dirname, '..');
const screen = createSafetyScreen(loadSafetyLexicon(join(root, 'layers/policy/safety')));
const counts = new Map<string, { held: number; all: number }>();
for (const { text, sender, label } of loadSafetyCorpus(join(root, 'corpus/safety'))) {
  const dialogue = { context: [], user: sender === 'user' ? text : '', assistant: sender === 'ai' ? text : '' };
  const name = `${sender} ${label}`;
  const count = counts.get(name) ?? { held: 0, all: 0 };
  counts.set(name, { held: count.held + (screen.screen(dialogue).length > 0 ? 1 : 0), all: count.all + 1 });
}
for (const [name, { held, all }] of counts) {
  process.stdout.write(`${name.padEnd(24)} held ${held} of ${all}: ${((100 * held) / all).toFixed(1)} %\n`);
}
