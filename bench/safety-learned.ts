import { join } from 'node:path';
import { findMinilmEmbedder } from '../layers/adapters/minilm/find-embedder.ts';
import { loadSafetyCorpus } from '../layers/adapters/safety-corpus.ts';
import { loadSafetyLexicon } from '../layers/adapters/safety-files.ts';
import { embedEach } from '../layers/core/quality/embedder.ts';
import type { CorpusLine } from '../layers/core/quality/safety/corpus.ts';
import { learnFrom } from '../layers/core/quality/safety/learned/learn.ts';
import { compileRules } from '../layers/core/quality/safety/rule-book.ts';
import { createSafetyScreen, type SafetyScreen } from '../layers/core/quality/safety/screen.ts';
import { neighbourhoods } from './safety-folds.ts';

/**
 * How much of each class of corpus/safety is held by the rules and by what was learned from four fifths of it, in the fifth that
 * was left out: `node bench/safety-learned.ts`. Lines that resemble one another are left out together.
 */
const foldCount = 5;
const root = join(import.meta.dirname, '..');
const lexicon = loadSafetyLexicon(join(root, 'layers/policy/safety'));
const compiled = compileRules(lexicon);
const lines = loadSafetyCorpus(join(root, 'corpus/safety'));
const fold = neighbourhoods(lines).map((group) => group % foldCount);

const embedder = await findMinilmEmbedder(join(root, 'layers/semantic/model'), (why) =>
  process.stderr.write(`${why}\n`),
);
const vectors =
  embedder &&
  (await embedEach(
    lines.map(({ text }) => text),
    embedder,
  ));
const meanings = embedder && vectors && { embedder: embedder.name, of: (text: string) => vectors.get(text) };
const silence = embedder && (await embedder.embed(['']))[0];

function isHeld(screen: SafetyScreen, { text, sender }: CorpusLine, meaning?: Float32Array): boolean {
  const dialogue = { context: [], user: sender === 'user' ? text : '', assistant: sender === 'ai' ? text : '' };
  const other = silence ?? new Float32Array();
  const vectors = meaning && {
    user: sender === 'user' ? meaning : other,
    assistant: sender === 'ai' ? meaning : other,
  };
  return screen.screen(dialogue, undefined, vectors).length > 0;
}

const rules = createSafetyScreen(lexicon, compiled);
const counts = new Map<string, { all: number; rules: number; words: number; meaning: number }>();
for (let left = 0; left < foldCount; left++) {
  const learned = learnFrom(
    lines.filter((_, at) => fold[at] !== left),
    lexicon,
    meanings,
  );
  const screen = createSafetyScreen(lexicon, compiled, learned);
  for (const [at, line] of lines.entries()) {
    if (fold[at] !== left) continue;
    const name = `${line.sender} ${line.label}`;
    const count = counts.get(name) ?? { all: 0, rules: 0, words: 0, meaning: 0 };
    count.all++;
    if (isHeld(rules, line)) count.rules++;
    if (isHeld(screen, line)) count.words++;
    if (isHeld(screen, line, vectors?.get(line.text))) count.meaning++;
    counts.set(name, count);
  }
}
for (const [name, { all, ...held }] of [...counts].sort()) {
  const shares = Object.entries(held).map(([by, count]) => `${by} ${((100 * count) / all).toFixed(1).padStart(5)} %`);
  process.stdout.write(`${name.padEnd(24)} ${String(all).padStart(5)} lines  held by ${shares.join('  ')}\n`);
}
