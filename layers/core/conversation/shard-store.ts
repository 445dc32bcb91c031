import type { Exchange } from './exchange.ts';

/** Where exchanges are kept. A key derives from the records behind it, so writing twice changes nothing. */
export interface ShardStore {
  /**
   * @returns false when the shard was there already
   * @throws RetryableError when it could not be written
   */
  write(key: string, exchanges: readonly Exchange[]): Promise<boolean>;
}
