import { open } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { otherThanRows } from '../../layers/adapters/input/file-kind.ts';
import { digits, many } from '../../layers/core/many.ts';
import type { Progress } from '../progress.ts';
import { readableNames } from './shards.ts';

/** How many are told one by one as they are found, and are named in the manifest. */
const told = 20;
/** How many are named in one line at the end. */
const namedAtEnd = 8;

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  const { bytesRead, buffer } = await file.read(Buffer.alloc(65_536)).finally(() => file.close());
  return buffer.subarray(0, bytesRead);
}

/** Files that are found beside others and hold nothing that can be used. */
export class PassedOver {
  readonly #progress: Pick<Progress, 'note'>;
  readonly #folder: string | undefined;
  readonly #names: string[] = [];
  #count = 0;
  #unusable = 0;

  /** @param folder names are told in the manifest as from there, so that it is the same wherever the folder lies */
  constructor(progress: Pick<Progress, 'note'>, folder?: string) {
    this.#progress = progress;
    this.#folder = folder;
  }

  #note(name: string, sentence: string): void {
    if (this.#count++ >= told) return;
    this.#progress.note(sentence);
    this.#names.push(this.#folder === undefined ? name : relative(this.#folder, name).split(sep).join('/'));
  }

  /** One that is not called as files of rows are. @param path where it can be looked into */
  async other(name: string, path?: string): Promise<void> {
    const what = path === undefined ? undefined : otherThanRows(await beginningOf(path), `${readableNames} is`);
    this.#note(
      name,
      what === undefined
        ? `${name} is passed over: it is no ${readableNames} file, packed (.gz) or not.`
        : `${name} is passed over: it ${what}`,
    );
  }

  empty(name: string): void {
    this.#note(name, `${name} is empty, and passed over.`);
  }

  /** One that is called as the others, and cannot be read as a whole. @param fault what is wrong, and how to mend it */
  add(name: string, fault: string): void {
    this.#unusable++;
    this.#note(name, `${fault} Until then the file is passed over.`);
  }

  /** How many are called as the others. */
  get unusable(): number {
    return this.#unusable;
  }

  /** For the manifest; undefined where there are none. */
  get papers(): { readonly files: number; readonly first: readonly string[] } | undefined {
    return this.#count === 0 ? undefined : { files: this.#count, first: this.#names };
  }

  /** A line for the end. */
  get line(): string {
    if (this.#count === 0) return '';
    const named = this.#names.slice(0, namedAtEnd);
    const others = this.#count - named.length;
    return `${many(this.#count, 'file')} passed over: ${named.join(', ')}${others === 0 ? '' : ` and ${digits(others)} more`}\n`;
  }
}
