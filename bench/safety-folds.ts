import type { CorpusLine } from '../layers/core/quality/safety/corpus.ts';

/** Two lines that share this part of all their words are of one neighbourhood. */
const alike = 0.6;

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []);

/**
 * A number for each line: the same for those that resemble one another, directly or by others between them, and for all lines of a
 * template. Who learns from one of them knows the others.
 */
export function neighbourhoods(lines: readonly CorpusLine[]): number[] {
  const parents = lines.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parents[root] !== root) root = parents[root] ?? root;
    parents[at] = root;
    return root;
  };
  const join = (one: number, other: number): void => {
    parents[rootOf(other)] = rootOf(one);
  };
  const templates = new Map<number, number>();
  lines.forEach(({ template }, at) => {
    const first = templates.get(template);
    if (first === undefined) templates.set(template, at);
    else join(first, at);
  });

  const words = lines.map(({ text }) => wordsOf(text));
  const counts = new Map<string, number>();
  for (const word of words.flatMap((own) => [...own])) counts.set(word, (counts.get(word) ?? 0) + 1);
  const byWord = new Map<string, number[]>();
  words.forEach((own, at) => {
    // Of lines that are alike one of these, the rarest words of each, is the same.
    const rarest = [...own].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
    const telling = rarest.slice(0, rarest.length - Math.ceil(alike * rarest.length) + 1);
    for (const other of new Set(telling.flatMap((word) => byWord.get(word) ?? []))) {
      const others = words[other] ?? new Set<string>();
      const shared = [...own].filter((word) => others.has(word)).length;
      if (shared >= alike * (own.size + others.size - shared)) join(other, at);
    }
    for (const word of telling) byWord.set(word, [...(byWord.get(word) ?? []), at]);
  });
  // Hashed, so that neighbours in the file do not fall into folds in turn with their classes.
  return parents.map((_, at) => Math.imul(rootOf(at) + 1, 0x9e3779b1) >>> 8);
}
