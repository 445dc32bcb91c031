import { join } from 'node:path';
import { findMinilmEmbedder } from '../layers/adapters/minilm/find-embedder.ts';
import { loadSafetyCorpus } from '../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon, writeLearnedFiles } from '../layers/adapters/safety-files.ts';
import { embedEach } from '../layers/core/quality/embedder.ts';
import { learnFrom } from '../layers/core/quality/safety/learned/learn.ts';

/** `node cli/learn-safety.ts`: learns from corpus/safety what layers/policy/safety holds as learned.json and learned.bin. */
const root = join(import.meta.dirname, '..');
const folder = join(root, 'layers/policy/safety');
const lines = loadSafetyCorpus(join(root, 'corpus/safety'));
const say = (line: string) => process.stderr.write(`${line}\n`);

const embedder = await findMinilmEmbedder(join(root, 'layers/semantic/model'), () => {});
if (!embedder) throw new Error('What texts mean is learned too: "npm run fetch-model" gets the embedding model.');
say(`Reading what ${lines.length} lines mean …`);
const vectors = await embedEach(
  lines.map(({ text }) => text),
  embedder,
);
say('Learning …');
const meanings = { embedder: embedder.name, of: (text: string) => vectors.get(text) };
writeLearnedFiles(folder, learnFrom(lines, loadSafetyLexicon(folder), meanings));
