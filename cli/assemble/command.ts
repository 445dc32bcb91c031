import { readdirSync, rmdirSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { formsOfInput } from '../../layers/adapters/input/help.ts';
import { InputError } from '../../layers/adapters/input/input-error.ts';
import { createOpenAiModerator } from '../../layers/adapters/openai-moderator.ts';
import { crowdedPrompt } from '../../layers/core/dataset/card/prompts.ts';
import { NoPreferences } from '../../layers/core/dataset/formats/convert.ts';
import { type FormatName, formatNames, formats } from '../../layers/core/dataset/formats/format.ts';
import type { Manifest } from '../../layers/core/dataset/manifest.ts';
import { brokenOf } from '../../layers/core/dataset/shard-list.ts';
import { largestValidationShare } from '../../layers/core/dataset/split.ts';
import { many } from '../../layers/core/many.ts';
import { type EmbedderOptions, embedderHelp, embedderOf, embedderOptions, openAi } from '../embedder.ts';
import { formatsHelp } from '../formats-help.ts';
import { onInterrupt } from '../interrupt.ts';
import { loadJudging } from '../policy.ts';
import { createProgress } from '../progress.ts';
import { inputName } from '../row-input.ts';
import type { CollectedFiles } from './collect.ts';
import type { Source } from './made-lake.ts';
import { finishDataset, makeOutput, writeDataset } from './output.ts';
import { readPrevious } from './previous.ts';
import { checkSource, openSource } from './source.ts';
import { makeDataset, writeCard } from './stages.ts';
import { NothingKept, shardWarnings, sizeWarnings } from './warnings.ts';

interface Options extends EmbedderOptions {
  readonly input: readonly string[];
  readonly output: string;
  readonly format: FormatName;
  readonly policy: string;
  readonly validationShare: number;
  readonly previous?: string;
  readonly moderation?: 'openai';
}

const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= largestValidationShare))
    throw new InvalidArgumentError('It must be from 0 to 0.5.');
  return value;
};

const help = `
Input:   conversations (see below), a shard (.jsonl.gz), a folder of either, several of these, a lake (a folder or s3://bucket with
         exchanges/v=1/: ratings, reviews, consent and erasure in it count), s3://bucket/prefix, or - for standard input
Output:  train.jsonl, validation.jsonl, holdout.jsonl in the format; preferences.jsonl where people preferred one
         reply to another; examples.jsonl with scores, manifest.json, card.md and card.html
${formatsHelp}
         With dpo, train and validation are preferences; the hold-out stays a chat file, to be answered.
The same input in any order gives the same bytes; only messages that come one by one without times of their own depend
on the order of their lines. Conversations without an id get one derived from what is said; personal data is taken out first, as when
the app's conversations are collected.
What is no dataset in the output folder is not written over. Where the command was ended before its end, run it again.
${embedderHelp}

${formsOfInput}`;

const reasonsOf = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 8)
    .map(([reason, n]) => `${reason} ${n.toLocaleString('en')}`)
    .join(', ');

/** What people preferred, where they did. */
function toldOf(preferences: Manifest['preferences']): string {
  if (preferences === undefined) return '';
  const { pairs, sources, lost } = preferences;
  const [from, not] = [reasonsOf(sources), reasonsOf(lost)];
  if (from === '' && not === '') return '';
  return `${many(pairs, 'preference')}${from && ` (${from})`}${not && `; not used: ${not}`}\n`;
}

function moderatedBy(moderation: Manifest['moderation']): string {
  if (moderation === undefined) return '';
  const { models, asked, held } = moderation;
  return `${models.join(', ') || 'the moderator'} was asked about ${many(asked, 'exchange')}; ${many(held, 'held')}\n`;
}

/** What was said and could not be used. */
function unusedOf({
  unreadableRatings,
  contradictions,
  partlyTimed,
  repeats,
  deleted,
  unplaced,
}: CollectedFiles): string {
  const ratings =
    unreadableRatings === 0
      ? ''
      : `${many(unreadableRatings, 'rating')} passed over: a rating is up or down, or 1 to 5 stars\n`;
  const messages =
    contradictions === 0
      ? ''
      : `${many(contradictions, 'message')} told in two ways under one id: one of them counts\n`;
  const times =
    partlyTimed === 0
      ? ''
      : `${many(partlyTimed, 'conversation')} with times for some messages only: one without a time is taken to follow the line before it\n`;
  const twice =
    repeats === 0
      ? ''
      : `${many(repeats, 'message')} left out: another of the same conversation says the same at the same time. Give them ids (messageId) or times to the second if they were said twice\n`;
  const gone =
    deleted === 0 ? '' : `${many(deleted, 'message')} passed over that the input calls deleted, or that hold no text\n`;
  const order =
    unplaced === 0
      ? ''
      : `${many(unplaced, 'message')} left out: another of the same conversation has the same time, and which came first cannot be known, for the lines of the file are not in the order of time. Give times to the second, or sort the lines as the messages were said\n`;
  return ratings + messages + times + twice + gone + order;
}

function told(
  { collected, passedOver }: Source,
  { files, counts, rejected, preferences, moderation, id }: Manifest,
): string {
  const of = collected;
  const read = of
    ? `${many(of.rows, 'row')} read, ${of.skipped.toLocaleString('en')} skipped; ${many(of.exchanges, 'exchange')}, ${of.withoutConsent.toLocaleString('en')} more without consent\n${unusedOf(of)}`
    : '';
  const others = passedOver?.line ?? '';
  const why = reasonsOf(rejected);
  const lines = ({ format, lines: n }: Manifest['files']['train']) =>
    format === formats.dpo.id ? many(n, 'preference') : n.toLocaleString('en');
  return `${read}${others}dataset ${id}: ${many(counts.kept, 'example')} of ${many(counts.exchanges, 'exchange')}: train ${lines(files.train)}, validation ${lines(files.validation)}, hold-out ${files.holdout.lines.toLocaleString('en')}\n${why && `fell out: ${why}\n`}${moderatedBy(moderation)}${toldOf(preferences)}`;
}

/** Shards of which nothing can be read are no shards of exchanges. @throws InputError */
function checkRead(input: readonly string[], { counts, shards }: Manifest): void {
  if (counts.exchanges > 0) return;
  throw new InputError(
    'InputHasNoExchange',
    `${input.map(inputName).join(', ')} has ${many(shards.file.lines, 'shard')}, ${brokenOf(shards)} of them damaged, and no exchange that can be read.`,
  );
}

async function assemble({
  input,
  output,
  format,
  policy,
  validationShare,
  previous,
  moderation,
  ...meaning
}: Options): Promise<void> {
  const moderator = moderation && createOpenAiModerator(await openAi('--moderation'));
  const before = previous === undefined ? undefined : await readPrevious(previous);
  const isNew = await makeOutput(output);
  const folder = await mkdtemp(join(output, '.work-'));
  const progress = createProgress();
  const leave = () => {
    rmSync(folder, { recursive: true, force: true });
    // Of a run that ended before it wrote anything nothing stays.
    if (isNew && readdirSync(output).length === 0) rmdirSync(output);
  };
  const stop = onInterrupt(() => `Ended; ${output} was not written to its end.`, leave);
  try {
    await checkSource(input);
    const judging = await loadJudging(policy, () => embedderOf(meaning));
    const source = await openSource(input, { folder, judge: judging.judge, progress });
    const made = await makeDataset(source.store, judging, { validationShare, moderator }, progress);
    checkRead(input, made);
    progress.tell('Writing the dataset');
    const { manifest, changed, store } = await writeDataset(source.store, made, output, format, source);
    const { prompts } = await writeCard(source.store, made, store, before);
    await finishDataset(output);
    progress.end();
    process.stderr.write(told(source, manifest));
    for (const warning of shardWarnings(manifest)) process.stderr.write(`${warning}\n`);
    if (manifest.counts.kept === 0) throw new NothingKept(output);
    if (format === 'dpo' && manifest.files.train.lines + manifest.files.validation.lines === 0)
      throw new NoPreferences();
    const crowded = prompts && crowdedPrompt(prompts);
    if (crowded !== undefined) process.stderr.write(`Warning: ${crowded}\n`);
    for (const warning of sizeWarnings(manifest, format)) process.stderr.write(`${warning}\n`);
    if (format === 'bedrock') {
      process.stderr.write(
        `${many(changed.escapedWords, 'reserved word')} written otherwise, ${many(changed.leftOutTurns, 'turn')} before the user's first left out\n`,
      );
    }
  } finally {
    progress.end();
    stop();
    leave();
  }
}

export const defineAssemble = (command: Command): Command => {
  command
    .requiredOption('-i, --input <path...>', 'conversations or shards, one or several; - for standard input')
    .requiredOption('-o, --output <folder>', 'where to write the dataset')
    .addOption(new Option('-f, --format <format>', 'of the three files').choices(formatNames).default('sft'))
    .option('-p, --policy <name|folder>', 'a policy by name, or a folder named as the policy in it', 'reflect')
    .option('--previous <folder>', 'a dataset that assemble wrote before: the card says what has drifted since')
    .option('--validation-share <share>', 'of the users not held out, 0 to 0.5', share, 0.1)
    .addHelpText('after', help)
    .action(assemble);
  for (const option of embedderOptions()) command.addOption(option);
  command.addOption(
    new Option('--moderation [service]', 'asks openai for a second opinion on what would train; what it flags is held')
      .choices(['openai'])
      .preset('openai'),
  );
  return command;
};
