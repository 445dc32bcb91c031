import { createHash } from 'node:crypto';
import type {
  ObjectStore,
  ObjectWriter,
  OpenObject,
  Part,
  StoredObject,
} from '../../layers/core/dataset/object-store.ts';
import { TerminalError } from '../../layers/core/errors.ts';

const etagOf = (bytes: Uint8Array) => `"${createHash('md5').update(bytes).digest('hex')}"`;

/** The lake in memory. Bodies come in small pieces, so that lines and characters are cut where S3 may cut them. */
export class MemoryObjectStore implements ObjectStore {
  readonly objects = new Map<string, Uint8Array>();
  readonly #piece: number;

  constructor(pieceBytes = 1000) {
    this.#piece = pieceBytes;
  }

  /** What a test reads: the object's text, or '' when there is none. */
  text(key: string): string {
    return Buffer.from(this.objects.get(key) ?? []).toString('utf8');
  }

  lines(key: string): string[] {
    return this.text(key).split('\n').slice(0, -1);
  }

  async *list(prefix: string, after = ''): AsyncGenerator<StoredObject> {
    for (const [key, bytes] of [...this.objects].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (key.startsWith(prefix) && key > after) yield { key, etag: etagOf(bytes), size: bytes.byteLength };
    }
  }

  async open(key: string): Promise<OpenObject | undefined> {
    const bytes = this.objects.get(key);
    return bytes && { key, etag: etagOf(bytes), size: bytes.byteLength, body: this.#pieces(bytes) };
  }

  async *#pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.byteLength; at += this.#piece) yield bytes.slice(at, at + this.#piece);
  }

  async sizeOf(key: string): Promise<number | undefined> {
    return this.objects.get(key)?.byteLength;
  }

  async range(key: string, start: number, end: number): Promise<Uint8Array> {
    const bytes = this.objects.get(key);
    if (bytes === undefined) throw new TerminalError(`${key} is gone.`);
    return bytes.slice(start, end);
  }

  writer(key: string): ObjectWriter {
    const pieces: Uint8Array[] = [];
    return {
      write: async (bytes) => {
        pieces.push(Uint8Array.from(bytes));
      },
      close: async () => {
        this.objects.set(key, Buffer.concat(pieces));
      },
      abort: async () => {},
    };
  }

  async put(key: string, body: string | Uint8Array): Promise<void> {
    this.objects.set(key, Buffer.from(body));
  }

  async concatenate(parts: readonly Part[], to: string): Promise<void> {
    const bytes = parts.map(({ key }) => this.range(key, 0, Number.POSITIVE_INFINITY));
    this.objects.set(to, Buffer.concat(await Promise.all(bytes)));
  }
}
