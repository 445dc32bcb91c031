import type { Dialogue, Exchange } from '../conversation/exchange.ts';
import type { Embedder } from '../quality/embedder.ts';
import { choosesByTopic, type Selection } from '../quality/selection.ts';
import { ColumnWriter } from './columns.ts';
import { lastWords } from './curated.ts';
import { Families } from './families.ts';
import { halvesOf } from './hash-set.ts';
import type { JoinCounts, Joined } from './joined.ts';
import { type Meaning, meaningFrom, meaningsOf } from './near/meaning.ts';
import { MeaningEntries } from './near/meaning-entries.ts';
import { sketchTurn, turnWords } from './near/meaning-signature.ts';
import { SignatureEntries } from './near/signature-entries.ts';
import { topicSketch } from './near/topics.ts';
import type { ObjectStore } from './object-store.ts';
import { kinds, reference } from './ranges.ts';
import { rankOf } from './rank.ts';
import { Words, writeWords } from './words.ts';

interface CandidateWork {
  readonly store: ObjectStore;
  /** Of the keys of the files. */
  readonly prefix: string;
  readonly range: number;
  readonly selection: Selection;
  /** What Curate compared meanings by, asked for where it did not see a text. Undefined: by words alone. */
  readonly embedder?: (() => Promise<Embedder | undefined>) | undefined;
}

type Files = Pick<
  JoinCounts,
  'candidates' | 'columns' | 'same' | 'entries' | 'topics' | 'meanings' | 'ids' | 'variants' | 'ratedIds'
>;

/** What Match and Select are told of the candidates of a range: numbers, in files beside the lines. */
export class CandidateFiles {
  readonly #work: CandidateWork;
  readonly #columns = new ColumnWriter();
  readonly #families = new Families();
  readonly #signatures: SignatureEntries;
  readonly #topics: Words | undefined;
  readonly #meanings: MeaningEntries | undefined;
  readonly #turn = new Uint32Array(turnWords);
  /** Of each rated text, or prompt of one, the first 64 bits of its exchange's id. */
  readonly #rated = new Words();
  #candidates = 0;

  constructor(work: CandidateWork) {
    const { store, prefix, range, selection, embedder } = work;
    this.#work = work;
    this.#signatures = new SignatureEntries(range);
    this.#topics = choosesByTopic(selection) ? new Words() : undefined;
    if (embedder && selection.paraphraseCosine !== null) {
      this.#meanings = new MeaningEntries(store, prefix, selection.paraphraseCosine);
    }
  }

  /** @param known what Curate found that the candidate means, if it asked */
  async add(joined: Joined, known: string | undefined): Promise<void> {
    const { range, selection, embedder } = this.#work;
    const [index, rank, heldOut] = [this.#candidates++, rankOf(joined, selection), joined.split === 'holdout'];
    this.#families.add(joined);
    this.#columns.add({ ...joined, rank });
    this.#signatures.add(lastWords(joined), { heldOut, index, rank });
    const asks = this.#meanings !== undefined || this.#topics !== undefined;
    const meaning = asks && embedder ? await this.#meaningOf(joined, known) : undefined;
    if (meaning) {
      const kind = heldOut ? kinds.heldOut : kinds.learned;
      await this.#meanings?.add(meaning, { reference: reference(kind, range, index), rank });
      sketchTurn(meaning.user, this.#turn);
    }
    this.#topics?.addAll(meaning ? this.#turn : topicSketch(joined.user));
  }

  /** A text that may stand in a pair of preferences: it must not be near to what a held-out user wrote either. */
  async addRated(id: string, said: Dialogue, known?: string): Promise<void> {
    const index = this.#numberRated(id);
    this.#signatures.addRated(lastWords(said), index);
    this.#meanings?.addRated(await this.#meaningOf(said, known), reference(kinds.rated, this.#work.range, index));
  }

  /** The prompt of an exchange whose reply may stand in a pair: it must not be near to a held-out user's either. */
  addPrompt(exchange: Exchange): void {
    this.#signatures.addPrompt(exchange, this.#numberRated(exchange.id));
  }

  #numberRated(id: string): number {
    const index = this.#rated.length / 2;
    for (const word of halvesOf(id)) this.#rated.add(word);
    return index;
  }

  /** A text that a held-out user wrote and that is no candidate. */
  async hold(said: Dialogue): Promise<void> {
    this.#signatures.hold(lastWords(said));
    this.#meanings?.hold(await this.#meaningOf(said));
  }

  /** What a held-out user asked: no pair may teach how to answer it. */
  holdPrompt(said: Dialogue): void {
    this.#signatures.holdPrompt(said);
  }

  async close(buckets: number): Promise<Files> {
    const { store, prefix, embedder } = this.#work;
    const topics = this.#topics && (await writeWords(store, `${prefix}.topics`, [this.#topics.all]));
    return {
      candidates: this.#candidates,
      columns: await writeWords(store, `${prefix}.columns`, [this.#columns.words.all]),
      same: await writeWords(store, `${prefix}.same`, [this.#signatures.same.all]),
      entries: await this.#signatures.entries.write(store, `${prefix}.entries`, buckets),
      topics: topics === undefined ? null : { ...topics, by: embedder ? 'meaning' : 'words' },
      meanings: (await this.#meanings?.close(buckets)) ?? null,
      ids: await writeWords(store, `${prefix}.ids`, [this.#families.ids.all]),
      variants: await writeWords(store, `${prefix}.variants`, [this.#families.variants.all]),
      ratedIds: await writeWords(store, `${prefix}.rated-ids`, [this.#rated.all]),
    };
  }

  async abort(): Promise<void> {
    await this.#meanings?.abort();
  }

  async #meaningOf(said: Pick<Joined, 'user' | 'assistant'>, known?: string): Promise<Meaning> {
    if (known !== undefined) return meaningFrom(known);
    const embedder = await this.#work.embedder?.();
    const [meaning] = embedder ? await meaningsOf(embedder, [said]) : [];
    if (meaning === undefined) throw new RangeError('The embedder gave no vector.');
    return meaning;
  }
}
