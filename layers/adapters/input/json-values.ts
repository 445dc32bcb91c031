import { BegunText } from './begun-text.ts';
import { textOf } from './text.ts';

/** A value of a JSON text, as it is written there. */
interface Value {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** False for what the text breaks off in: a value, or the array around the values. */
  readonly ended: boolean;
  /** The text is left out. */
  readonly isTooLong: boolean;
}

/** Splits JSON into the values on its first level, or the elements of an array there. Looks at each sign once. */
class Splitter {
  #begun = new BegunText();
  #number = 0;
  #depth = 0;
  #isQuoted = false;
  #isEscaped = false;
  #isArray = false;

  /** What is begun, where it is anything. */
  *#taken(ended = true): Generator<Value> {
    const begun = this.#begun;
    this.#begun = new BegunText();
    if (begun.isTooLong || begun.text().trim() !== '' || !ended) {
      yield { number: ++this.#number, text: begun.text(), ended, isTooLong: begun.isTooLong };
    }
  }

  /** Whether the sign stands in a text, or begins one. */
  #isSaid(sign: string): boolean {
    const wasQuoted = this.#isQuoted;
    if (this.#isEscaped) this.#isEscaped = false;
    else if (sign === '"') this.#isQuoted = !wasQuoted;
    else this.#isEscaped = wasQuoted && sign === '\\';
    return wasQuoted || this.#isQuoted;
  }

  /** @returns `end` where the sign is the last of a value, `between` where it is of none */
  #follow(sign: string): 'end' | 'between' | 'within' {
    if (this.#depth === 0 && (sign === ',' || (sign === '[' && !this.#isArray) || (sign === ']' && this.#isArray))) {
      if (sign !== ',') this.#isArray = sign === '[';
      return 'between';
    }
    if (sign === '{' || sign === '[') this.#depth++;
    const isLast = this.#depth === 1 && (sign === '}' || sign === ']');
    if (this.#depth > 0 && (sign === '}' || sign === ']')) this.#depth--;
    return isLast ? 'end' : 'within';
  }

  *values(piece: string): Generator<Value> {
    let from = 0;
    for (let at = 0; at < piece.length; at++) {
      const sign = piece.charAt(at);
      if (this.#isSaid(sign)) continue;
      const is = this.#follow(sign);
      if (is === 'within') continue;
      this.#begun.add(piece.slice(from, is === 'end' ? at + 1 : at));
      from = at + 1;
      yield* this.#taken();
    }
    this.#begun.add(piece.slice(from));
  }

  /** What is left at the end of the text. */
  rest(): Generator<Value> {
    return this.#taken(!this.#isQuoted && this.#depth === 0 && !this.#isArray);
  }
}

/**
 * The values of a JSON file one by one, over however many lines each is: those that follow one another, or the elements
 * of an array. A value that is longer than any conversation is left out.
 */
export async function* valuesOf(path: string, name = path): AsyncGenerator<Value> {
  const splitter = new Splitter();
  for await (const piece of textOf(path, name)) yield* splitter.values(piece);
  yield* splitter.rest();
}

/** Whether JSON that begins so is one array, or an object over several lines. A log may begin with a bracket, too. */
export function isSpread(beginning: string): boolean {
  const text = beginning.trimStart();
  const [line = ''] = text.split(/\r?\n/, 1);
  return (
    /^\[(?:[ \t]*\r?\n|\s*(?:[\][{"]|$))/.test(text) || (line.length < text.length && /^\{(?:.*[{[,])?\s*$/.test(line))
  );
}
