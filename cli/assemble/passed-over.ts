import { many } from '../../layers/core/many.ts';
import type { Progress } from '../progress.ts';
import { readableNames } from './shards.ts';

/** How many are told one by one. */
const told = 20;

/** Tells which files of a folder are not read. */
export class PassedOver {
  readonly #progress: Progress;
  #count = 0;

  constructor(progress: Progress) {
    this.#progress = progress;
  }

  add(name: string): void {
    if (this.#count++ < told) {
      this.#progress.note(`${name} is passed over: it is no ${readableNames} file, packed (.gz) or not.`);
    }
  }

  end(): void {
    if (this.#count > told) this.#progress.note(`${many(this.#count - told, 'more file')} passed over likewise.`);
  }
}
