/**
 * Where exchanges, signals, or what went to quarantine are kept. A key derives from the records behind it, so writing
 * twice changes nothing.
 */
export interface ShardStore<Line> {
  /**
   * @returns false when the shard was there already
   * @throws RetryableError when it could not be written
   */
  write(key: string, lines: readonly Line[]): Promise<boolean>;
}
