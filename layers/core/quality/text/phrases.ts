import type { Tokens } from './tokens.ts';
import { normalForm, sign, type Vocabulary } from './vocabulary.ts';

/** Phrases by class. In a phrase `*` is any one word, `...` none to three words, `<class>` a single word of a class. */
export type Lexicon = Readonly<Record<string, readonly string[]>>;

/** A place where a class was seen, in tokens; the end is exclusive. */
export interface Match {
  readonly class: number;
  readonly from: number;
  readonly to: number;
}

const signs: Readonly<Record<string, number>> = { '?': sign.question, '!': sign.exclamation, '#': sign.number };
/** Whether a part of a phrase stands for the words of a class. */
const isClass = (part: string): boolean => /^<[a-z_]+>$/.test(part);

/** Words between the parts of a phrase that a `...` may bridge. */
const widestGap = 3;

/** The literal words of a lexicon: the vocabulary must know them before it is compiled. */
export function* wordsOf(lexicon: Lexicon): Generator<string> {
  for (const phrase of Object.values(lexicon).flat()) {
    for (const part of phrase.split(' ')) {
      if (part !== '*' && part !== '...' && !isClass(part) && signs[part] === undefined) yield normalForm(part);
    }
  }
}

/** `a ... b` as `a b`, `a * b`, `a * * b`, `a * * * b`. */
const withoutGaps = (parts: readonly string[]): (readonly string[])[] => {
  const at = parts.indexOf('...');
  if (at < 0) return [parts];
  return Array.from({ length: widestGap + 1 }, (_, n) => n).flatMap((n) =>
    withoutGaps([...parts.slice(0, at), ...Array<string>(n).fill('*'), ...parts.slice(at + 1)]),
  );
};

class Node {
  readonly words = new Map<number, Node>();
  /** `<class>` edges, by class. */
  readonly classes = new Map<number, Node>();
  any: Node | undefined;
  /** The classes whose phrase ends here. */
  readonly found: number[] = [];
}

/** All phrases of a lexicon, looked for at once; each token is visited at most as often as the longest phrase is long. */
export class Phrases {
  readonly classes: readonly string[];
  readonly #root = new Node();
  /** By word: the classes it is a single word of, for `<class>`. */
  readonly #memberships = new Map<number, Set<number>>();
  /** By word: 1 when some phrase starts with it. */
  readonly #starts: Uint8Array;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    this.classes = Object.keys(lexicon);
    this.#starts = new Uint8Array(vocabulary.size);
    const parsed = Object.entries(lexicon).flatMap(([, phrases], index) =>
      phrases.flatMap((phrase) => withoutGaps(phrase.split(' ')).map((parts) => ({ index, parts }))),
    );
    for (const { index, parts } of parsed) this.#addMember(index, parts, vocabulary);
    for (const { index, parts } of parsed) this.#addPhrase(index, parts, vocabulary);
    // Once for all phrases: a look through the words for each of them would be most of a cold start.
    const openings = [...this.#root.classes.keys()];
    for (const [id, memberships] of this.#memberships) {
      if (openings.some((opening) => memberships.has(opening))) this.#starts[id] = 1;
    }
  }

  /** Calls back for every phrase that is found, by its place; of one class at one place only the longest. */
  find(tokens: Tokens, found: (match: Match) => void): void {
    const longest = new Map<number, number>();
    for (let from = 0; from < tokens.count; from++) {
      if (this.#starts[tokens.id[from] ?? 0] === 0) continue;
      longest.clear();
      this.#walk(this.#root, tokens, from, longest);
      for (const [index, to] of longest) found({ class: index, from, to });
    }
  }

  #walk(node: Node, tokens: Tokens, at: number, longest: Map<number, number>): void {
    for (const index of node.found) longest.set(index, Math.max(at, longest.get(index) ?? 0));
    if (at >= tokens.count) return;
    const id = tokens.id[at] ?? 0;
    const next = node.words.get(id);
    if (next) this.#walk(next, tokens, at + 1, longest);
    if (node.classes.size > 0) {
      const memberships = this.#memberships.get(id);
      if (memberships) {
        for (const [index, through] of node.classes) {
          if (memberships.has(index)) this.#walk(through, tokens, at + 1, longest);
        }
      }
    }
    const isSign = id === sign.question || id === sign.exclamation || id === sign.stop;
    if (node.any && !isSign) this.#walk(node.any, tokens, at + 1, longest);
  }

  #addMember(index: number, parts: readonly string[], vocabulary: Vocabulary): void {
    const [word = ''] = parts;
    if (parts.length !== 1 || isClass(word)) return;
    const id = signs[word] ?? vocabulary.id(normalForm(word));
    this.#memberships.set(id, (this.#memberships.get(id) ?? new Set()).add(index));
  }

  #addPhrase(index: number, parts: readonly string[], vocabulary: Vocabulary): void {
    const [first = ''] = parts;
    if (first === '*') throw new Error(`a phrase may not begin with a gap: ${parts.join(' ')}`);
    let node = this.#root;
    for (const part of parts) node = this.#follow(node, part, vocabulary);
    node.found.push(index);
    if (!isClass(first)) this.#starts[signs[first] ?? vocabulary.id(normalForm(first))] = 1;
  }

  #follow(node: Node, part: string, vocabulary: Vocabulary): Node {
    if (part === '*') {
      node.any ??= new Node();
      return node.any;
    }
    const [edges, key] = isClass(part)
      ? [node.classes, this.#classOf(part)]
      : [node.words, signs[part] ?? vocabulary.id(normalForm(part))];
    const next = edges.get(key) ?? new Node();
    edges.set(key, next);
    return next;
  }

  #classOf(part: string): number {
    const index = this.classes.indexOf(part.slice(1, -1));
    if (index < 0) throw new Error(`no list of words is called ${part}`);
    return index;
  }
}
