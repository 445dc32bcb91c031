import { normalForm, sign, type Vocabulary } from './vocabulary.ts';

/** Phrases by class. In a phrase `*` is any one word, `...` none to three words, `<class>` a single word of a class. */
export type Lexicon = Readonly<Record<string, readonly string[]>>;

/** `5#` is no part that a list may hold: it stands for "5k" where a `#` does. */
const measure = '5#';
const signs: Readonly<Record<string, number>> = {
  '?': sign.question,
  '!': sign.exclamation,
  '#': sign.number,
  [measure]: sign.measure,
};
/** The parts of a phrase. A sign is a part of its own, although it is written beside a word: `amazing!`. */
const partsOf = (phrase: string): string[] => phrase.replace(/(?<=[\p{L}\p{N}])(?=[?!]( |$))/gu, ' ').split(' ');
/** Whether a part of a phrase stands for the words of a class. */
const isClass = (part: string): boolean => /^<[a-z_]+>$/.test(part);

/** Words between the parts of a phrase that a `...` may bridge. */
const widestGap = 3;

/** The literal words of a lexicon: the vocabulary must know them before it is compiled. */
export function* wordsOf(lexicon: Lexicon): Generator<string> {
  for (const phrase of Object.values(lexicon).flat()) {
    for (const part of partsOf(phrase)) {
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
    ['#', measure, ...spelled].map((number) => [...parts.slice(0, at), number, ...rest]),
  );
};

/** A trie while it is being built. */
export class Node {
  readonly words = new Map<number, Node>();
  /** `<class>` edges, by class. */
  readonly classes = new Map<number, Node>();
  any: Node | undefined;
  /** The classes whose phrase ends here. */
  readonly found = new Set<number>();
  number = 0;
}

export const fail = (message: string): never => {
  throw new Error(message);
};

const idOf = (word: string, vocabulary: Vocabulary): number => signs[word] ?? vocabulary.id(normalForm(word));

/** At most so many classes may be named by phrases. */
const mostNamed = 15;

/**
 * Makes a trie of a lexicon's phrases.
 *
 * @returns its root, and by word which of the classes that phrases name it belongs to, as bits
 */
export function buildTrie(
  lexicon: Lexicon,
  vocabulary: Vocabulary,
): { root: Node; members: ReadonlyMap<number, number> } {
  const named = new Set(
    Object.values(lexicon)
      .flat()
      .flatMap((phrase) => phrase.split(' ').filter(isClass)),
  );
  if (named.size > mostNamed) fail(`phrases name more than ${mostNamed} classes`);
  const bits = new Map([...named].map((part, at) => [part, 2 ** at]));
  const members = new Map<number, number>();
  for (const [part, bit] of bits) {
    for (const word of lexicon[part.slice(1, -1)] ?? fail(`no list of words is called ${part}`)) {
      if (word.includes(' ') || isClass(word)) continue;
      const id = idOf(word, vocabulary);
      members.set(id, (members.get(id) ?? 0) | bit);
    }
  }
  const root = new Node();
  const numbers = [...new Set(wordsOf(lexicon))].filter((word) => /^\d/.test(word));
  Object.values(lexicon).forEach((phrases, index) => {
    for (const phrase of phrases) {
      const forms = withoutGaps(partsOf(phrase)).flatMap((parts) => withNumbers(parts, numbers));
      for (const parts of forms) follow(root, parts, bits, vocabulary).found.add(index);
    }
  });
  return { root, members };
}

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
