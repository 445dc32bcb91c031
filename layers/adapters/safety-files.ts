import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import * as z from 'zod';
import { readPolicyText } from '../core/quality/policy-text.ts';
import { compiledFileSchema, compiledForm } from '../core/quality/safety/compiled.ts';
import { learnedHeadSchema, readLearned, writeLearned } from '../core/quality/safety/learned/learned-file.ts';
import type { LearnedWeights } from '../core/quality/safety/learned/weights.ts';
import { type SafetyLexicon, safetyLexiconSchema } from '../core/quality/safety/lexicon.ts';
import { type CompiledRules, compileRules } from '../core/quality/safety/rule-book.ts';
import { createSafetyScreen, type SafetyScreen } from '../core/quality/safety/screen.ts';
import { refuseUnused } from '../core/quality/safety/unused.ts';
import { readPolicyBytes, readPolicyFile } from './policy-file.ts';

const compiledFile = 'compiled.bin';
const [learnedHead, learnedBytes] = ['learned.json', 'learned.bin'];

/** The lexicon's files by name, sorted: lexicon.json, concepts.json, excuses.json, known-words.json, rules/*.json. */
function sourcesOf(folder: string): ReadonlyMap<string, string> {
  const rules = readdirSync(join(folder, 'rules'))
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => join('rules', file));
  const names = ['concepts.json', 'excuses.json', 'known-words.json', 'lexicon.json', ...rules];
  return new Map(names.map((name) => [name, readPolicyBytes(join(folder, name))]));
}

function fingerprintOf(sources: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const [name, text] of sources) hash.update(`${name}\n${text.length}\n${text}`);
  return hash.digest('hex');
}

const { concepts, excuses, sections } = safetyLexiconSchema.shape;
const headSchema = safetyLexiconSchema.omit({ concepts: true, excuses: true, known_words: true, sections: true });
const linesOfWords = z.array(z.string());

/** Each file is checked by itself, so that what is wrong is told of the file that says it. */
function lexiconOf(folder: string, sources: ReadonlyMap<string, string>): SafetyLexicon {
  const read = <Schema extends z.ZodType>(schema: Schema, name: string): z.infer<Schema> =>
    readPolicyText(schema, sources.get(name) ?? '', join(folder, name));
  return {
    ...read(headSchema, 'lexicon.json'),
    concepts: read(concepts, 'concepts.json'),
    excuses: read(excuses, 'excuses.json'),
    known_words: read(linesOfWords, 'known-words.json').flatMap((line) => line.split(' ')),
    sections: [...sources.keys()].filter((name) => name.startsWith('rules')).flatMap((name) => read(sections, name)),
  };
}

/**
 * Reads the safety lexicon: lexicon.json, with concepts.json, excuses.json, known-words.json and rules/*.json beside it.
 *
 * @param folder the policy layer's `safety` folder
 * @throws {InvalidPolicyFile} naming the file and what it says that the schema does not know
 */
export const loadSafetyLexicon = (folder: string): SafetyLexicon => lexiconOf(folder, sourcesOf(folder));

/** What a compiled file holds; undefined when it is damaged. */
function contentOf(path: string): unknown {
  try {
    return deserialize(readFileSync(path));
  } catch {
    return undefined;
  }
}

/** What was compiled of these very files; undefined when nothing was, or of others, or by other code. */
function compiledOf(folder: string, sources: ReadonlyMap<string, string>): CompiledRules | undefined {
  const path = join(folder, compiledFile);
  if (!existsSync(path)) return undefined;
  const file = compiledFileSchema.safeParse(contentOf(path));
  return file.success && file.data.fingerprint === fingerprintOf(sources) ? file.data.rules : undefined;
}

/** Compiles rules after a look whether all of them count. */
function compile(lexicon: SafetyLexicon): CompiledRules {
  refuseUnused(lexicon);
  return compileRules(lexicon);
}

/** What this process compiled last: the policies share one lexicon, and whoever loads several compiles it once. */
let compiledLast: { readonly fingerprint: string; readonly rules: CompiledRules } | undefined;

function compiledHere(sources: ReadonlyMap<string, string>, lexicon: SafetyLexicon): CompiledRules {
  const fingerprint = fingerprintOf(sources);
  if (compiledLast?.fingerprint !== fingerprint) compiledLast = { fingerprint, rules: compile(lexicon) };
  return compiledLast.rules;
}

/** What was learned from the corpus; undefined in a folder without it, where the rules alone decide. */
function learnedOf(folder: string, embedder: string | undefined): LearnedWeights | undefined {
  const head = join(folder, learnedHead);
  if (!existsSync(head)) return undefined;
  return readLearned(readPolicyFile(learnedHeadSchema, head), readFileSync(join(folder, learnedBytes)), embedder);
}

/** Writes what was learned beside the lexicon. The same weights, the same bytes. */
export function writeLearnedFiles(folder: string, weights: LearnedWeights): void {
  const { head, bytes } = writeLearned(weights);
  writeFileSync(join(folder, learnedHead), `${JSON.stringify(head)}\n`);
  writeFileSync(join(folder, learnedBytes), bytes);
}

/**
 * The screen of a lexicon, once per process. Where `compileSafety` left its file and the lexicon was not edited since,
 * that spares most of the time.
 *
 * @param folder the policy layer's `safety` folder
 * @param embedder whose vectors the screen will be given, if any
 * @throws {InvalidPolicyFile} naming the file and what it says that the schema does not know
 */
export function loadSafetyScreen(folder: string, embedder?: string): SafetyScreen {
  const sources = sourcesOf(folder);
  const lexicon = lexiconOf(folder, sources);
  const rules = compiledOf(folder, sources) ?? compiledHere(sources, lexicon);
  return createSafetyScreen(lexicon, rules, learnedOf(folder, embedder));
}

/** Compiles the lexicon of a folder into a file beside it, for `loadSafetyScreen`. The same lexicon, the same bytes. */
export function compileSafety(folder: string): void {
  const sources = sourcesOf(folder);
  const rules = compile(lexiconOf(folder, sources));
  const file = { form: compiledForm, fingerprint: fingerprintOf(sources), rules };
  writeFileSync(join(folder, compiledFile), serialize(file));
}
