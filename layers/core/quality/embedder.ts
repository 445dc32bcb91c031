/** Turns texts into vectors of unit length: what is close in meaning is close in angle. */
export interface Embedder {
  /** Names the model, for manifests: scores by different models must not be compared. */
  readonly name: string;
  readonly dimensions: number;
  /** One unit vector of `dimensions` numbers per text, in order. Texts longer than the model reads are cut off. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
}

/** The vectors of the two turns of an exchange. */
export interface Meanings {
  readonly user: Float32Array;
  readonly assistant: Float32Array;
}

/** The scalar product of two vectors of one size: of unit vectors their cosine, -1..1. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** Scales a vector to unit length; the zero vector stays as it is. */
export function normalised(vector: Float32Array): Float32Array {
  const length = Math.sqrt(cosine(vector, vector));
  return length === 0 ? vector : vector.map((value) => value / length);
}

/** What is left of a unit vector without its part along another, at unit length. */
export function without(direction: Float32Array, vector: Float32Array): Float32Array {
  const along = cosine(vector, direction);
  return normalised(vector.map((value, i) => value - along * (direction[i] ?? 0)));
}

/** Where sentences point together, as a unit vector. */
export async function directionOf(sentences: readonly string[], embedder: Embedder): Promise<Float32Array> {
  const sum = new Float32Array(embedder.dimensions);
  for (const vector of await embedder.embed(sentences)) {
    vector.forEach((value, i) => {
      sum[i] = (sum[i] ?? 0) + value;
    });
  }
  return normalised(sum);
}

/** How many texts are embedded at a time. */
const batch = 128;

/** The vector of each of many texts; a text that comes again is embedded once. */
export async function embedEach(
  texts: readonly string[],
  embedder: Embedder,
): Promise<ReadonlyMap<string, Float32Array>> {
  const all = [...new Set(texts)];
  const vectors = new Map<string, Float32Array>();
  for (let from = 0; from < all.length; from += batch) {
    const some = all.slice(from, from + batch);
    const found = await embedder.embed(some);
    for (const [at, vector] of found.entries()) vectors.set(some[at] ?? '', vector);
  }
  return vectors;
}
