import { join } from 'node:path';
import { parseArgs } from 'node:util';
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
 * How much of each class of corpus/safety is held by the rules: `node bench/safety.ts`. With `--learned`, which takes minutes, also
 * how much with what was learned from four fifths of it, in the fifth that was left out; lines that resemble one another are left
 * out together.
 */
const { values: options } = parseArgs({ options: { learned: { type: 'boolean', default: false } } });
const foldCount = 5;
const root = join(import.meta.dirname, '..');
const lexicon = loadSafetyLexicon(join(root, 'layers/policy/safety'));
const compiled = compileRules(lexicon);
const lines = loadSafetyCorpus(join(root, 'corpus/safety'));

function isHeld(
  screen: SafetyScreen,
  { text, sender }: CorpusLine,
  meaning?: Float32Array,
  silence = meaning,
): boolean {
  const of = <Turn>(own: Turn, other: Turn) =>
    sender === 'user' ? { user: own, assistant: other } : { user: other, assistant: own };
  const meanings = meaning && silence && of(meaning, silence);
  return screen.screen({ context: [], ...of(text, '') }, undefined, meanings).length > 0;
}

/** Who holds a line, by name. */
type Held = Readonly<Record<string, boolean>>;

function* heldByRules(): Generator<readonly [CorpusLine, Held]> {
  const screen = createSafetyScreen(lexicon, compiled);
  for (const line of lines) yield [line, { rules: isHeld(screen, line) }];
}

async function* heldWithLearned(): AsyncGenerator<readonly [CorpusLine, Held]> {
  const fold = neighbourhoods(lines).map((group) => group % foldCount);
  const embedder = await findMinilmEmbedder(join(root, 'layers/semantic/model'), (why) =>
    process.stderr.write(`${why}\n`),
  );
  const texts = ['', ...lines.map(({ text }) => text)];
  const vectors = embedder && (await embedEach(texts, embedder));
  const meanings = embedder && vectors && { embedder: embedder.name, of: (text: string) => vectors.get(text) };
  const held = [...heldByRules()];
  for (let left = 0; left < foldCount; left++) {
    const others = lines.filter((_, at) => fold[at] !== left);
    const screen = createSafetyScreen(lexicon, compiled, learnFrom(others, lexicon, meanings, compiled));
    for (const [at, [line, byRules]] of held.entries()) {
      if (fold[at] !== left) continue;
      const words = isHeld(screen, line);
      yield [line, { ...byRules, words, meaning: isHeld(screen, line, vectors?.get(line.text), vectors?.get('')) }];
    }
  }
}

const classes = new Map<string, Held[]>();
for await (const [{ sender, label }, held] of options.learned ? heldWithLearned() : heldByRules()) {
  const name = `${sender} ${label}`;
  const known = classes.get(name);
  if (known) known.push(held);
  else classes.set(name, [held]);
}
for (const [name, all] of [...classes].sort()) {
  const shares = Object.keys(all[0] ?? {}).map((by) => {
    const share = all.filter((held) => held[by]).length / all.length;
    return `${by} ${(100 * share).toFixed(1).padStart(5)} %`;
  });
  process.stdout.write(`${name.padEnd(24)} ${String(all.length).padStart(5)} lines  held by ${shares.join('  ')}\n`);
}
