import { layNumbers, NumberTable } from './number-table.ts';
import type { Tokens } from './tokens.ts';
import { buildTrie, fail, type Lexicon, type Node } from './trie.ts';
import { sign, type Vocabulary } from './vocabulary.ts';

/**
 * What is known of a node: bit `id % 32` for every word that leads on, the bits of the classes that do, where any one
 * word leads or 0, where the classes whose phrase ends here are listed or 0, and whether nothing leads on.
 */
const on = { words: 0, classes: 1, any: 2, found: 3, ends: 4 };
const nodeInts = 5;

/** Nodes and words are numbered below this: a node and a word are one key. */
const [startBits, most] = [16, 2 ** 16];
const keyOf = (node: number, word: number): number => (node << 16) | word;

/**
 * All phrases of a lexicon, looked for at once. The trie lies in flat tables: where a word leads from a node is found
 * by hash.
 */
export class Phrases {
  readonly classes: readonly string[];
  /** By word: the node after it at the beginning of a phrase, and above it the bits of the classes it belongs to. */
  readonly #starts: Int32Array;
  /** By key of a node and a word: the node that it leads to. */
  readonly #edges: NumberTable;
  /** By node, `nodeInts` numbers: see `on`. */
  #nodes = new Int32Array(0);
  /** At a place how many classes, then the classes. Nodes where the same phrases end share one. */
  readonly #found: number[] = [0];
  /** By node: pairs of a class's bit and the node it leads to. */
  readonly #through: (readonly number[])[] = [];
  /** By class, while a place is looked at: the token after the longest phrase. */
  readonly #longest: Int32Array;
  /** The classes whose phrases were found at the place, so many of them. */
  readonly #touched: Uint16Array;
  #touches = 0;
  /** How many steps were taken in the trie since the beginning: what a text costs, whatever the machine. */
  steps = 0;

  constructor(lexicon: Lexicon, vocabulary: Vocabulary) {
    this.classes = Object.keys(lexicon);
    this.#longest = new Int32Array(this.classes.length);
    this.#touched = new Uint16Array(this.classes.length);
    this.#starts = new Int32Array(vocabulary.size);
    const { root, members } = buildTrie(lexicon, vocabulary);
    for (const [id, bits] of members) this.#starts[id] = bits << startBits;
    this.#edges = new NumberTable(layNumbers(this.#flatten(root)));
  }

  /** Calls back for every phrase that is found, by its place; of one class at one place only the longest. */
  find(tokens: Tokens, found: (index: number, from: number, to: number) => void): void {
    const { id: ids, count } = tokens;
    const [starts, nodes, lists] = [this.#starts, this.#nodes, this.#found];
    const classesOn = nodes[on.classes] ?? 0;
    for (let from = 0; from < count; from++) {
      const begins = starts[ids[from] ?? 0] ?? 0;
      if (begins === 0) continue;
      const start = begins & (most - 1);
      const through = (begins >>> startBits) & classesOn;
      if (start === 0 && through === 0) continue;
      if (through === 0 && nodes[start * nodeInts + on.ends] === 1) {
        // Most words are nothing but phrases of one word.
        this.steps++;
        const list = nodes[start * nodeInts + on.found] ?? 0;
        for (let at = list + 1; at <= list + (lists[list] ?? 0); at++) found(lists[at] ?? 0, from, from + 1);
        continue;
      }
      if (start > 0) this.#walk(start, ids, count, from + 1);
      if (through > 0) this.#walkThrough(0, through, ids, count, from + 1);
      for (let touch = 0; touch < this.#touches; touch++) {
        const index = this.#touched[touch] ?? 0;
        found(index, from, this.#longest[index] ?? 0);
        this.#longest[index] = 0;
      }
      this.#touches = 0;
    }
  }

  #walk(node: number, ids: Int32Array, count: number, at: number): void {
    this.steps++;
    const nodes = this.#nodes;
    const place = node * nodeInts;
    const list = nodes[place + on.found] ?? 0;
    if (list !== 0) this.#note(list, at);
    if (at >= count) return;
    const id = ids[at] ?? 0;
    if ((((nodes[place + on.words] ?? 0) >>> (id & 31)) & 1) === 1) {
      const next = this.#edges.find(keyOf(node, id));
      if (next > 0) this.#walk(next, ids, count, at + 1);
    }
    const members = ((this.#starts[id] ?? 0) >>> startBits) & (nodes[place + on.classes] ?? 0);
    if (members > 0) this.#walkThrough(node, members, ids, count, at + 1);
    const any = nodes[place + on.any] ?? 0;
    if (any > 0 && id !== sign.question && id !== sign.exclamation && id !== sign.stop)
      this.#walk(any, ids, count, at + 1);
  }

  #note(list: number, to: number): void {
    for (let at = list + 1; at <= list + (this.#found[list] ?? 0); at++) {
      const index = this.#found[at] ?? 0;
      if (this.#longest[index] === 0) this.#touched[this.#touches++] = index;
      this.#longest[index] = Math.max(to, this.#longest[index] ?? 0);
    }
  }

  #walkThrough(node: number, members: number, ids: Int32Array, count: number, at: number): void {
    const through = this.#through[node] ?? [];
    for (let i = 0; i < through.length; i += 2) {
      if (((through[i] ?? 0) & members) !== 0) this.#walk(through[i + 1] ?? 0, ids, count, at);
    }
  }

  /** Numbers the nodes, the root 0, and lays them in the tables. @returns where words lead, by key */
  #flatten(root: Node): ReadonlyMap<number, number> {
    const nodes = [root];
    for (const node of nodes)
      nodes.push(...node.words.values(), ...node.classes.values(), ...(node.any ? [node.any] : []));
    if (nodes.length > most) fail(`the phrases have more than ${most} parts`);
    nodes.forEach((node, at) => {
      node.number = at;
    });
    const edges = new Map<number, number>();
    this.#nodes = new Int32Array(nodes.length * nodeInts);
    const lists = new Map<string, number>([['', 0]]);
    for (const node of nodes) {
      const { number, words, classes, any, found } = node;
      // The root's words have a table of their own.
      if (node === root) for (const [id, next] of words) this.#starts[id] = (this.#starts[id] ?? 0) | next.number;
      else for (const [id, next] of words) edges.set(keyOf(number, id), next.number);
      this.#through.push([...classes].flatMap(([bit, next]) => [bit, next.number]));
      const key = [...found].join();
      const list = lists.get(key) ?? this.#found.push(found.size, ...found) - found.size - 1;
      lists.set(key, list);
      const place = number * nodeInts;
      this.#nodes[place + on.words] =
        node === root ? 0 : [...words.keys()].reduce((sum, id) => sum | (1 << (id & 31)), 0);
      this.#nodes[place + on.classes] = [...classes.keys()].reduce((sum, bit) => sum | bit, 0);
      this.#nodes[place + on.any] = any ? any.number : 0;
      this.#nodes[place + on.found] = list;
      this.#nodes[place + on.ends] = words.size + classes.size === 0 && !any ? 1 : 0;
    }
    return edges;
  }
}
