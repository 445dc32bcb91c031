import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findMinilmEmbedder } from '../layers/adapters/minilm/find-embedder.ts';
import { loadSafetyCorpus } from '../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon, writeLearnedFiles } from '../layers/adapters/safety-files.ts';
import { embedEach } from '../layers/core/quality/embedder.ts';
import { learnFrom } from '../layers/core/quality/safety/learned/learn.ts';

const help = `node cli/learn-safety.ts

Learns from corpus/safety what layers/policy/safety holds as learned.json and learned.bin, and writes both; two minutes.
Commit them together with what you changed. It needs the embedding model: npm run fetch-model.`;

async function learn(): Promise<void> {
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
}

// Who asks for help must not have two files written instead.
const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help) console.log(help);
else await learn();
