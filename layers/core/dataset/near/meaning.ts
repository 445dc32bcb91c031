import type { Embedder } from '../../quality/embedder.ts';

/**
 * What an exchange says, as an embedder sees it: the user's turn and the reply, each as whole numbers from -127 to
 * 127 that point where the embedder's vector points.
 */
export interface Meaning {
  readonly user: Int8Array;
  readonly reply: Int8Array;
}

/**
 * A vector in one byte a dimension, its largest number at 127. The length is lost, for cosines need none; the angle
 * moves by less than half a degree. Rounded, so that the last bits of a float decide nothing.
 */
export function quantised(vector: Float32Array): Int8Array {
  const { abs, round } = Math;
  let largest = 0;
  for (let i = 0; i < vector.length; i++) {
    const size = abs(vector[i] ?? 0);
    if (size > largest) largest = size;
  }
  const whole = new Int8Array(vector.length);
  if (largest === 0) return whole;
  for (let i = 0; i < vector.length; i++) whole[i] = round(((vector[i] ?? 0) * 127) / largest);
  return whole;
}

/** The product of two vectors: a whole number, the same on every machine. */
function product(a: Int8Array, b: Int8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Of a vector that is all zero there is no angle: it is near to nothing. */
function cosine(a: Int8Array, b: Int8Array): number {
  const lengths = Math.sqrt(product(a, a) * product(b, b));
  return lengths === 0 ? -1 : product(a, b) / lengths;
}

/**
 * Whether two exchanges say the same in other words: what the user said must be near, and the reply too. Either alone
 * is not enough: opposites use the same words ("I slept well", "I slept badly") and get other replies, and one
 * question has many good answers.
 *
 * @param atLeast a cosine, 0..1
 */
export const saysTheSame = (a: Meaning, b: Meaning, atLeast: number): boolean =>
  cosine(a.user, b.user) >= atLeast && cosine(a.reply, b.reply) >= atLeast;

/** Both vectors, one after the other: a row of a file. */
export function meaningRow({ user, reply }: Meaning): Uint8Array<ArrayBuffer> {
  const bytes = new Int8Array(user.length + reply.length);
  bytes.set(user);
  bytes.set(reply, user.length);
  return new Uint8Array(bytes.buffer);
}

/** Of such a row. */
export function meaningOfRow(bytes: Uint8Array): Meaning {
  const half = bytes.length / 2;
  const vector = (from: number) => new Int8Array(bytes.buffer, bytes.byteOffset + from, half);
  return { user: vector(0), reply: vector(half) };
}

/** A meaning as a line of a work file has it. */
export const meaningText = (meaning: Meaning): string => Buffer.from(meaningRow(meaning)).toString('base64');
export const meaningFrom = (text: string): Meaning => meaningOfRow(Buffer.from(text, 'base64'));

/** For what was not judged with its meaning. */
export async function meaningsOf(
  embedder: Embedder,
  said: readonly { readonly user: string; readonly assistant: string }[],
): Promise<Meaning[]> {
  const vectors = await embedder.embed(said.flatMap(({ user, assistant }) => [user, assistant]));
  const vector = (at: number) => quantised(vectors[at] ?? new Float32Array(embedder.dimensions));
  return said.map((_, i) => ({ user: vector(2 * i), reply: vector(2 * i + 1) }));
}
