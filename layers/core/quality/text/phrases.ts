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

/** `lost # kg` also with each number that the lexicon itself spells out: such a word is no longer read as a number. */
const withNumbers = (parts: readonly string[], spelled: readonly string[]): (readonly string[])[] => {
  const at = parts.indexOf('#');
  if (at < 0) return [parts];
  return withNumbers(parts.slice(at + 1), spelled).flatMap((rest) =>
    ['#', ...spelled].map((number) => [...parts.slice(0, at), number, ...rest]),
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
  number = 0;
}

/** Nodes and words are numbered below this: a node and a word are one key. */
const most = 2 ** 16;
const keyOf = (node: number, word: number): number => (node << 16) | word;
const slotOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 0;

/**
 * All phrases of a lexicon, looked for at once. The trie lies in flat tables: where a word leads from a node is found
 * by hash.
 */
export class Phrases {
  readonly classes: readonly string[];
  /** By word: the node after it at the beginning of a phrase, or 0. */
  readonly #roots: Int32Array;
  /** By word: which of the classes that phrases name with `<class>` it belongs to, as bits. */
  readonly #members: Int32Array;
  /** Pairs of a key and the node it leads to; no edge leads to node 0. */
  #edges = new Int32Array(0);
  #shift = 0;
  /** By node: whether any word leads on, which classes do as bits, and where any one word leads, or 0. */
  #leads = new Uint8Array(0);
  #classesOn = new Int32Array(0);
  #any = new Int32Array(0);
  /** By node: pairs of a class's bit and the node it leads to; the classes whose phrase ends here. */
  readonly #through: (readonly number[])[] = [];
  readonly #found: (readonly number[] | undefined)[] = [];
  /** By class, while a place is looked at: the token after the longest phrase. */
  readonly #longest: Int32Array;
  readonly #touched: number[] = [];
  /** How many steps were taken in the trie since the beginning: what a text costs, whatever the machine. */
  steps = 0;

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
    const numbers = [...new Set(wordsOf(lexicon))].filter((word) => /^\d/.test(word));
    Object.values(lexicon).forEach((phrases, index) => {
      for (const phrase of phrases) {
        const forms = withoutGaps(phrase.split(' ')).flatMap((parts) => withNumbers(parts, numbers));
        for (const parts of forms) follow(root, parts, bits, vocabulary).found.add(index);
      }
    });
    if (vocabulary.size > most) fail(`the lists have more than ${most} words`);
    this.#flatten(root);
  }

  /** Calls back for every phrase that is found, by its place; of one class at one place only the longest. */
  find(tokens: Tokens, found: (index: number, from: number, to: number) => void): void {
    const { id: ids, count } = tokens;
    const classesOn = this.#classesOn[0] ?? 0;
    for (let from = 0; from < count; from++) {
      const id = ids[from] ?? 0;
      const start = this.#roots[id] ?? 0;
      const members = (this.#members[id] ?? 0) & classesOn;
      if (start === 0 && members === 0) continue;
      if (start > 0) this.#walk(start, ids, count, from + 1);
      if (members > 0) this.#walkThrough(0, members, ids, count, from + 1);
      if (this.#touched.length === 0) continue;
      for (const index of this.#touched) {
        found(index, from, this.#longest[index] ?? 0);
        this.#longest[index] = 0;
      }
      this.#touched.length = 0;
    }
  }

  #walk(node: number, ids: Int32Array, count: number, at: number): void {
    this.steps++;
    const found = this.#found[node];
    if (found !== undefined) {
      for (const index of found) {
        if (this.#longest[index] === 0) this.#touched.push(index);
        this.#longest[index] = Math.max(at, this.#longest[index] ?? 0);
      }
    }
    if (at >= count) return;
    const id = ids[at] ?? 0;
    if (this.#leads[node] === 1) {
      const next = this.#next(node, id);
      if (next > 0) this.#walk(next, ids, count, at + 1);
    }
    const members = (this.#members[id] ?? 0) & (this.#classesOn[node] ?? 0);
    if (members > 0) this.#walkThrough(node, members, ids, count, at + 1);
    const any = this.#any[node] ?? 0;
    if (any > 0 && id !== sign.question && id !== sign.exclamation && id !== sign.stop)
      this.#walk(any, ids, count, at + 1);
  }

  #walkThrough(node: number, members: number, ids: Int32Array, count: number, at: number): void {
    const through = this.#through[node] ?? [];
    for (let i = 0; i < through.length; i += 2) {
      if (((through[i] ?? 0) & members) !== 0) this.#walk(through[i + 1] ?? 0, ids, count, at);
    }
  }

  /** Where a word leads from a node, or 0. */
  #next(node: number, word: number): number {
    const key = keyOf(node, word);
    const edges = this.#edges;
    for (let slot = slotOf(key) >>> this.#shift; ; slot = (slot + 1) & ((edges.length >>> 1) - 1)) {
      const to = edges[2 * slot + 1] ?? 0;
      if (to === 0 || edges[2 * slot] === key) return to;
    }
  }

  /** Numbers the nodes, the root 0, and lays them in the tables. */
  #flatten(root: Node): void {
    const nodes = [root];
    for (const node of nodes)
      nodes.push(...node.words.values(), ...node.classes.values(), ...(node.any ? [node.any] : []));
    if (nodes.length > most) fail(`the phrases have more than ${most} parts`);
    nodes.forEach((node, at) => {
      node.number = at;
    });
    const bits = Math.ceil(Math.log2(2 * nodes.length + 2));
    this.#shift = 32 - bits;
    this.#edges = new Int32Array(2 ** (bits + 1));
    this.#leads = new Uint8Array(nodes.length);
    this.#classesOn = new Int32Array(nodes.length);
    this.#any = new Int32Array(nodes.length);
    for (const node of nodes) {
      const { number, words, classes, any, found } = node;
      // The root's words have a table of their own.
      if (node === root) for (const [id, next] of words) this.#roots[id] = next.number;
      else for (const [id, next] of words) this.#lead(number, id, next.number);
      this.#through.push([...classes].flatMap(([bit, next]) => [bit, next.number]));
      this.#classesOn[number] = [...classes.keys()].reduce((sum, bit) => sum | bit, 0);
      this.#found.push(found.size > 0 ? [...found] : undefined);
      this.#any[number] = any ? any.number : 0;
    }
  }

  #lead(from: number, word: number, to: number): void {
    const key = keyOf(from, word);
    const edges = this.#edges;
    let slot = slotOf(key) >>> this.#shift;
    while (edges[2 * slot + 1] !== 0) slot = (slot + 1) & ((edges.length >>> 1) - 1);
    edges[2 * slot] = key;
    edges[2 * slot + 1] = to;
    this.#leads[from] = 1;
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
