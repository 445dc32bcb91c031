import * as z from 'zod';
import type { ObjectStore } from '../object-store.ts';
import { unnamedHeldText } from '../ranges.ts';
import { sliceSchema } from '../words.ts';
import { BandEntries, type Entrant, entryFileSchema } from './band-entries.ts';
import { type Meaning, meaningRow } from './meaning.ts';
import { MeaningSigner, meaningBands } from './meaning-signature.ts';
import { VectorFile } from './vector-file.ts';

/** Where the meanings of a partition or a range stand, and how near counts as a paraphrase. */
export const meaningFilesSchema = z.object({
  entries: entryFileSchema,
  /** Of each text a row of `rowBytes` bytes, in the order in which they were added. */
  vectors: sliceSchema,
  rowBytes: z.int().min(0),
  /** The policy's `paraphraseCosine`. */
  atLeast: z.number(),
});
export type MeaningFiles = z.infer<typeof meaningFilesSchema>;

/** Writes what texts mean: a row for each, and under each of its bands an entry for Match. 330 bytes a text in memory. */
export class MeaningEntries {
  readonly #store: ObjectStore;
  readonly #prefix: string;
  readonly #atLeast: number;
  readonly #signer = new MeaningSigner();
  readonly #entries = new BandEntries(meaningBands);
  readonly #vectors: VectorFile;
  #rowBytes = 0;

  /** @param prefix of the keys of both files */
  constructor(store: ObjectStore, prefix: string, atLeast: number) {
    this.#store = store;
    this.#prefix = prefix;
    this.#atLeast = atLeast;
    this.#vectors = new VectorFile(store, `${prefix}.vectors`);
  }

  async add(meaning: Meaning, entrant: Entrant): Promise<void> {
    const row = meaningRow(meaning);
    this.#rowBytes = row.length;
    await this.#vectors.add(row);
    this.#entries.add(this.#signer.sign(meaning), entrant);
  }

  /** A text that may stand in a pair, and whose row is not kept: where it is about as near, it is left out. */
  addRated(meaning: Meaning, rated: number): void {
    this.#entries.add(this.#signer.sign(meaning), { reference: rated, rank: 0 });
  }

  /** A text of a held-out user that is no candidate, and whose row is not kept: what is about as near is left out. */
  hold(meaning: Meaning): void {
    this.#entries.add(this.#signer.sign(meaning), { reference: unnamedHeldText, rank: 0 });
  }

  async close(buckets: number): Promise<MeaningFiles> {
    const entries = await this.#entries.write(this.#store, `${this.#prefix}.meanings`, buckets);
    return { entries, vectors: await this.#vectors.close(), rowBytes: this.#rowBytes, atLeast: this.#atLeast };
  }

  abort(): Promise<void> {
    return this.#vectors.abort();
  }
}
