/**
 * The second cut of a run: Curate reads partitions of shards, Join reads ranges of exchange ids, Match reads buckets
 * of band keys. Ids and keys are hashes, so equal ranges hold about as much each. How many there are changes how the
 * work is shared out, and nothing of what comes out.
 */
export interface Cut {
  readonly ranges: number;
  readonly buckets: number;
}

/** An index within a range, the range, and two bits of the kind make one 32-bit number: see `reference`. */
const indexBits = 20;
export const largestRange = 2 ** indexBits;
const mostRanges = 1024;
const mostBuckets = 1024;

/**
 * Compressed bytes of shards that make a range: as much as Curate reads in one partition, so that every child of a map
 * has about as much to do. An exchange takes some 250 to 450 of them, and the slowest state some 150 microseconds of
 * it: 40,000 to 70,000 exchanges, ten seconds or so of the fifteen minutes that a function may run. Beyond `mostRanges`
 * ranges grow: at 100 million exchanges a child has 100,000.
 */
const rangeBytes = 16 * 1024 * 1024;
/**
 * Compressed bytes of shards whose band keys make a bucket: 20 to 36 MiB of entries (14 of 80 bytes a text), where an
 * exchange takes 250 to 450 bytes and is one text. A rated one may be six: itself, three replies, two of its prompt.
 */
const bucketBytes = 8 * 1024 * 1024;

/** @param bytes of all shards, compressed */
export const cutFor = (bytes: number): Cut => ({
  ranges: Math.min(mostRanges, Math.max(1, Math.ceil(bytes / rangeBytes))),
  buckets: Math.min(mostBuckets, Math.max(1, Math.ceil(bytes / bucketBytes))),
});

/** Which of `parts` equal parts of the 32-bit numbers a number is in. */
export const partOf = (number: number, parts: number): number => Math.floor(((number >>> 0) / 2 ** 32) * parts);

/** Which range an id is in. Ranges follow one another as ids do. */
export const rangeOf = (id: string, ranges: number): number => partOf(Number.parseInt(id.slice(0, 8), 16), ranges);

/**
 * Kinds of text that are compared: one to learn from, one of a held-out user, one that a held-out user wrote at some
 * time and that need not be part of this dataset, and one that may stand in a pair of preferences, or is the prompt of
 * one. The last two are compared with nothing but each other and what is learned; prompts only with prompts.
 */
export const kinds = { learned: 0, heldOut: 1, heldOutText: 2, rated: 3 } as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

/** Names a candidate, a rated text or its prompt among all of a run, in 32 bits: ordered as ids are within a kind. */
export const reference = (kind: Kind, range: number, index: number): number =>
  ((kind << 30) | (range << indexBits) | index) >>> 0;
export const kindOf = (ref: number): number => ref >>> 30;
export const placeOf = (ref: number): { range: number; index: number } => ({
  range: (ref >>> indexBits) & (mostRanges - 1),
  index: ref & (largestRange - 1),
});

/** A text of a held-out user by the partition that read it and its number there, in 14 and 16 bits. */
const [heldIndexBits, mostPartitions] = [16, 2 ** 14];
const unnamed = 2 ** 30 - 1;
const heldText = (place: number): number => ((kinds.heldOutText << 30) | place) >>> 0;

/** Some text of a held-out user, whose place was not kept or does not matter. */
export const unnamedHeldText = heldText(unnamed);

/** Where there are more than can be numbered, all others have one name, which says of none where it stands. */
export function heldTextReference(partition: number, index: number): number {
  const isNamed = partition < mostPartitions - 1 && index < 2 ** heldIndexBits;
  return isNamed ? heldText((partition << heldIndexBits) | index) : unnamedHeldText;
}

/** @returns undefined for a text whose place was not kept */
export function heldTextPlace(ref: number): { partition: number; index: number } | undefined {
  const place = ref & unnamed;
  if (place === unnamed) return undefined;
  return { partition: place >>> heldIndexBits, index: place & (2 ** heldIndexBits - 1) };
}
