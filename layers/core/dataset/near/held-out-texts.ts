import { hash } from 'node:crypto';
import type { Exchange } from '../../conversation/exchange.ts';
import type { Embedder } from '../../quality/embedder.ts';
import { type Judged, lastWords } from '../curated.ts';
import { FirstSeen } from '../hash-set.ts';
import type { ObjectStore } from '../object-store.ts';
import { heldTextReference, kinds, reference } from '../ranges.ts';
import { isHeldOut } from '../split.ts';
import { BandEntries, type EntryFile } from './band-entries.ts';
import { meaningFrom, meaningsOf } from './meaning.ts';
import { MeaningEntries, type MeaningFiles } from './meaning-entries.ts';
import { bands, Signer } from './signature.ts';

/** Signs each different text of held-out users once: nobody may be trained on it or on what is near to it. */
export class HeldOutTexts {
  readonly #entries = new BandEntries(bands);
  readonly #signer = new Signer();
  readonly #seen = new FirstSeen();

  add(exchange: Exchange): void {
    const signature = this.#signer.sign(lastWords(exchange));
    const [high = 0, low = 0] = signature.fingerprint;
    if (this.#seen.addHalves(high, low, 0) !== undefined) return;
    this.#entries.add(signature, { reference: reference(kinds.heldOutText, 0, 0), rank: 0 });
  }

  close(store: ObjectStore, key: string, buckets: number): Promise<EntryFile> {
    return this.#entries.write(store, key, buckets);
  }
}

/** The same for what their texts mean. Those that were not judged with their meaning are embedded here. */
export class HeldOutMeanings {
  readonly #embedder: Embedder;
  readonly #partition: number;
  readonly #meanings: MeaningEntries;
  readonly #seen = new FirstSeen();

  /** @param prefix of the keys of the files */
  constructor(store: ObjectStore, prefix: string, partition: number, embedder: Embedder, atLeast: number) {
    this.#embedder = embedder;
    this.#partition = partition;
    this.#meanings = new MeaningEntries(store, prefix, atLeast);
  }

  /** @param judged what became of the exchanges, in their order; of the last ones it may be missing */
  async add(exchanges: readonly Exchange[], judged: readonly Judged[]): Promise<void> {
    const found = exchanges.flatMap((exchange, i) => {
      if (!isHeldOut(exchange.pseudonym)) return [];
      const index = this.#seen.size;
      // By the very letters, unlike above: which of two alike came first must not decide on a vector's last bits.
      const letters = hash('sha256', `${exchange.user}\0${exchange.assistant}`);
      if (this.#seen.add(letters, 0) !== undefined) return [];
      const known = judged[i];
      const text = known !== undefined && 'meaning' in known ? known.meaning : undefined;
      // In place of a rank, which means nothing here: the same text, read in two partitions, is compared once.
      const rank = Number.parseInt(letters.slice(0, 6), 16);
      return [{ index, rank, exchange, meaning: text === undefined ? undefined : meaningFrom(text) }];
    });
    const open = found.filter(({ meaning }) => meaning === undefined).map(({ exchange }) => exchange);
    const embedded = open.length === 0 ? [] : await meaningsOf(this.#embedder, open);
    for (const { index, rank, exchange, meaning = embedded[open.indexOf(exchange)] } of found) {
      if (meaning === undefined) throw new RangeError('The embedder gave fewer vectors than it was given texts.');
      await this.#meanings.add(meaning, { reference: heldTextReference(this.#partition, index), rank });
    }
  }

  close(buckets: number): Promise<MeaningFiles> {
    return this.#meanings.close(buckets);
  }

  abort(): Promise<void> {
    return this.#meanings.abort();
  }
}
