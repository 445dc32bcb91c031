import type { Tokens } from './tokens.ts';
import { normalForm, sign, type Vocabulary } from './vocabulary.ts';

/** Phrases by class. In a phrase `*` is any one word, `...` none to three words, `<class>` a single word of a class. */
export type Lexicon = Readonly<Record<string, readonly string[]>>;

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

/** A trie while it is being built. */
class Node {
  readonly words = new Map<number, Node>();
  /** `<class>` edges, by class. */
  readonly classes = new Map<number, Node>();
  any: Node | undefined;
  /** The classes whose phrase ends here. */
  readonly found = new Set<number>();
}

/**
 * All phrases of a lexicon, looked for at once. The trie lies in flat tables: node n's words are
 * `edges[first[n] … first[n + 1]]`, with the nodes they lead to beside them.
 */
export class Phrases {
  readonly classes: readonly string[];
  /** By word: the node after it at the beginning of a phrase, or 0. */
  readonly #roots: Int32Array;
  /** By word: which of the classes that phrases name with `<class>` it belongs to, as bits. */
  readonly #members: Int32Array;
  readonly #first: number[] = [];
  readonly #edges: number[] = [];
  readonly #targets: number[] = [];
  readonly #any: number[] = [];
  /** By node: pairs of a class's bit and the node it leads to. */
  readonly #through: (readonly number[])[] = [];
  readonly #found: (readonly number[])[] = [];
  /** By class, while a place is looked at: the token after the longest phrase. */
  readonly #longest: Int32Array;
  readonly #touched: number[] = [];

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    this.classes = Object.keys(lexicon);
    this.#longest = new Int32Array(this.classes.length);
    this.#roots = new Int32Array(vocabulary.size);
    this.#members = new Int32Array(vocabulary.size);
    const named = new Set(
      Object.values(lexicon)
        .flat()
        .flatMap((phrase) => phrase.split(' ').filter(isClass)),
    );
    const bits = new Map([...named].map((part, at) => [part, 2 ** at]));
    for (const [part, bit] of bits) {
      for (const word of lexicon[part.slice(1, -1)] ?? fail(`no list of words is called ${part}`)) {
        if (word.includes(' ') || isClass(word)) continue;
        const id = idOf(word, vocabulary);
        this.#members[id] = (this.#members[id] ?? 0) | bit;
      }
    }
    const root = new Node();
    Object.values(lexicon).forEach((phrases, index) => {
      for (const phrase of phrases) {
        for (const parts of withoutGaps(phrase.split(' '))) follow(root, parts, bits, vocabulary).found.add(index);
      }
    });
    this.#flatten(root);
  }

  /** Calls back for every phrase that is found, by its place; of one class at one place only the longest. */
  find(tokens: Tokens, found: (index: number, from: number, to: number) => void): void {
    const { id: ids, count } = tokens;
    for (let from = 0; from < count; from++) {
      const id = ids[from] ?? 0;
      const start = this.#roots[id] ?? 0;
      if (start > 0) this.#walk(start, tokens, from + 1);
      const members = this.#members[id] ?? 0;
      if (members > 0) this.#walkThrough(0, members, tokens, from + 1);
      for (const index of this.#touched) {
        found(index, from, this.#longest[index] ?? 0);
        this.#longest[index] = 0;
      }
      this.#touched.length = 0;
    }
  }

  #walk(node: number, tokens: Tokens, at: number): void {
    for (const index of this.#found[node] ?? []) {
      if (this.#longest[index] === 0) this.#touched.push(index);
      this.#longest[index] = Math.max(at, this.#longest[index] ?? 0);
    }
    if (at >= tokens.count) return;
    const id = tokens.id[at] ?? 0;
    const last = this.#first[node + 1] ?? 0;
    for (let edge = this.#first[node] ?? 0; edge < last; edge++) {
      if (this.#edges[edge] === id) this.#walk(this.#targets[edge] ?? 0, tokens, at + 1);
    }
    const members = this.#members[id] ?? 0;
    if (members > 0) this.#walkThrough(node, members, tokens, at + 1);
    const any = this.#any[node] ?? 0;
    if (any > 0 && id !== sign.question && id !== sign.exclamation && id !== sign.stop) this.#walk(any, tokens, at + 1);
  }

  #walkThrough(node: number, members: number, tokens: Tokens, at: number): void {
    const through = this.#through[node] ?? [];
    for (let i = 0; i < through.length; i += 2) {
      if (((through[i] ?? 0) & members) !== 0) this.#walk(through[i + 1] ?? 0, tokens, at);
    }
  }

  /** Numbers the nodes, the root 0, and lays them in the tables. */
  #flatten(root: Node): void {
    const nodes = [root];
    for (const node of nodes)
      nodes.push(...node.words.values(), ...node.classes.values(), ...(node.any ? [node.any] : []));
    const number = new Map(nodes.map((node, at) => [node, at]));
    for (const node of nodes) {
      this.#first.push(this.#edges.length);
      // The root's words have a table of their own.
      if (node === root) for (const [id, next] of node.words) this.#roots[id] = number.get(next) ?? 0;
      else {
        this.#edges.push(...node.words.keys());
        this.#targets.push(...[...node.words.values()].map((next) => number.get(next) ?? 0));
      }
      this.#through.push([...node.classes].flatMap(([bit, next]) => [bit, number.get(next) ?? 0]));
      this.#found.push([...node.found]);
      this.#any.push(node.any ? (number.get(node.any) ?? 0) : 0);
    }
    this.#first.push(this.#edges.length);
  }
}

const fail = (message: string): never => {
  throw new Error(message);
};

const idOf = (word: string, vocabulary: Vocabulary): number => signs[word] ?? vocabulary.id(normalForm(word));

/** The node at the end of a phrase; made where it is not there yet. */
function follow(root: Node, parts: readonly string[], bits: ReadonlyMap<string, number>, vocabulary: Vocabulary): Node {
  if (parts[0] === '*') fail(`a phrase may not begin with a gap: ${parts.join(' ')}`);
  let node = root;
  for (const part of parts) {
    if (part === '*') node = node.any ??= new Node();
    else {
      const bit = bits.get(part);
      const [edges, key] = bit === undefined ? [node.words, idOf(part, vocabulary)] : [node.classes, bit];
      const next = edges.get(key) ?? new Node();
      edges.set(key, next);
      node = next;
    }
  }
  return node;
}
