/**
 * Started in a process of its own, so that its memory is the embedder's alone. Prints what it measured as JSON, or null
 * and, on standard error, why there is no embedder.
 */
import { findMinilmEmbedder } from '../layers/adapters/minilm/find-embedder.ts';
import { seededShares } from '../layers/core/seeded.ts';
import { aiText, userText } from './chatter.ts';
import { timed } from './figure.ts';

const [folder = '', seed = '1'] = process.argv.slice(2);
const texts = 150;
const random = seededShares(Number(seed));
const chatter = Array.from({ length: texts }, (_, i) => (i % 2 === 0 ? userText(random) : aiText(random)));

const memoryBefore = process.memoryUsage.rss();
const started = performance.now();
const embedder = await findMinilmEmbedder(folder, console.error);
const readyMs = performance.now() - started;
if (!embedder) console.log('null');
else {
  await embedder.embed(chatter.slice(0, 10));
  const milliseconds = await timed(() => embedder.embed(chatter));
  const memoryMb = (process.memoryUsage.rss() - memoryBefore) / 2 ** 20;
  console.log(JSON.stringify({ textsPerSecond: (1000 * texts) / milliseconds, readyMs, memoryMb }));
}
