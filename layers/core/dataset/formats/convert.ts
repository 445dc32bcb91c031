import * as z from 'zod';
import { TerminalError } from '../../errors.ts';
import { linesOf } from '../lines.ts';
import type { ObjectStore } from '../object-store.ts';
import type { LineSink } from '../sink.ts';
import { type Split, splits } from '../split.ts';
import { bedrockLine } from './bedrock.ts';
import { type FormatName, formats } from './format.ts';

/** A file of a dataset is not there: the dataset never was, or was emptied because somebody in it was erased. */
export class DatasetIncomplete extends TerminalError {
  override name = 'DatasetIncomplete';

  constructor(key: string) {
    super(`There is no ${key}. If the dataset was emptied, because somebody in it was erased, make a new one.`);
  }
}

/** No pair can be made of what people said. */
export class NoPreferences extends TerminalError {
  override name = 'NoPreferences';

  constructor() {
    super('The dataset has no preferences: nobody edited a reply, or rated two replies to one prompt differently.');
  }
}

/** The files hold another format, from which the one that is wanted cannot be made. */
export class OtherFormat extends TerminalError {
  override name = 'OtherFormat';

  constructor(stored: string, wanted: FormatName) {
    super(
      `The dataset's files are written as ${stored}; ${wanted} is made of ${formats.sft.id} alone. Assemble it again.`,
    );
  }
}

/** What was changed on the way. */
export interface Conversion {
  /** Reserved words that were written otherwise, and turns before the first of the user's that were left out. */
  readonly escapedWords: number;
  readonly leftOutTurns: number;
}

const nothingChanged: Conversion = { escapedWords: 0, leftOutTurns: 0 };

const chatSchema = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
});
const splitSchema = z.object({ split: z.enum(splits) });

/** The lines of a file as text. @returns undefined when it is not there */
async function linesIn(store: Pick<ObjectStore, 'open'>, key: string): Promise<AsyncGenerator<string> | undefined> {
  const object = await store.open(key);
  if (object === undefined) return undefined;
  const { body } = object;
  return (async function* () {
    for await (const lines of linesOf(body)) for (const line of lines) yield line.toString('utf8');
  })();
}

async function* mustHave(store: Pick<ObjectStore, 'open'>, key: string): AsyncGenerator<string> {
  const lines = await linesIn(store, key);
  if (lines === undefined) throw new DatasetIncomplete(key);
  yield* lines;
}

const splitIn = (line: string): Split => splitSchema.parse(JSON.parse(line)).split;

/** The pairs of a split; who they are of stands in a file beside them, line by line. */
async function* pairsOf(store: Pick<ObjectStore, 'open'>, prefix: string, split: Split): AsyncGenerator<string> {
  const pairs = await linesIn(store, `${prefix}preferences.jsonl`);
  if (pairs === undefined) throw new NoPreferences();
  const about = mustHave(store, `${prefix}pairs.jsonl`);
  for await (const pair of pairs) {
    const { value, done } = await about.next();
    if (done === true) throw new DatasetIncomplete(`${prefix}pairs.jsonl`);
    if (splitIn(value) === split) yield pair;
  }
}

/** One split of a dataset, to be written in a format. */
interface Wanted {
  readonly store: Pick<ObjectStore, 'open'>;
  /** The dataset's folder, with a slash at its end, or empty. */
  readonly prefix: string;
  readonly split: Split;
  readonly format: FormatName;
  /** What the file of the split holds, as the manifest calls it. Default: chat, as in every lake. */
  readonly stored?: string;
}

/** What the lines of a format are made of, where the files do not hold them already. */
const isMadeOfChat = ({ format, split }: Pick<Wanted, 'format' | 'split'>): boolean =>
  format === 'sft' || format === 'bedrock' || (format === 'dpo' && split === 'holdout');

/** Tells before anything is written whether a split can be: see `writeSplit`. @throws OtherFormat */
export function checkStored({ split, format, stored = formats.sft.id }: Omit<Wanted, 'store' | 'prefix'>): void {
  if (stored === formats[format].id || stored === formats.sft.id) return;
  if (isMadeOfChat({ format, split })) throw new OtherFormat(stored, format);
}

/**
 * Writes one split of a dataset in a format, line by line. The hold-out is never preferences: it is there to be
 * answered, so in the format `dpo` it stays a chat file.
 *
 * @throws DatasetIncomplete, NoPreferences, OtherFormat; RetryableError when the store does not answer
 */
export async function writeSplit(
  { store, prefix, split, format, stored = formats.sft.id }: Wanted,
  sink: LineSink,
): Promise<Conversion> {
  const own = () => mustHave(store, `${prefix}${split}.jsonl`);
  checkStored({ split, format, stored });
  if (stored === formats[format].id) {
    for await (const line of own()) await sink.add(line);
    return nothingChanged;
  }
  if (format === 'bedrock') {
    let [escapedWords, leftOutTurns] = [0, 0];
    for await (const line of own()) {
      const made = bedrockLine(chatSchema.parse(JSON.parse(line)).messages);
      escapedWords += made.escapedWords;
      leftOutTurns += made.leftOut;
      await sink.add(made.line);
    }
    return { escapedWords, leftOutTurns };
  }
  if (format === 'exchanges') {
    for await (const line of mustHave(store, `${prefix}examples.jsonl`)) {
      if (splitIn(line) === split) await sink.add(line);
    }
    return nothingChanged;
  }
  const lines = format === 'dpo' && split !== 'holdout' ? pairsOf(store, prefix, split) : own();
  for await (const line of lines) await sink.add(line);
  return nothingChanged;
}
