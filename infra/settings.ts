import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Node } from 'constructs';
import * as z from 'zod';
import type { MessageMapping } from '../layers/core/conversation/mapping.ts';
import { type AttachedTable, attachedTable, filterOption, mappingOption } from './attached-table.ts';

import { flag, integerFrom, oneOf, SettingsError, text } from './context.ts';
import { missingForSemanticLayer } from './semantic-layer.ts';

/** Everything in which two deployments of this stack may differ. Constructs ask for a setting, never for the stage's name. */
export interface Settings {
  readonly stage: 'dev' | 'prod';
  /** True on the emulator, which knows fewer resource types than AWS: the one switch for all of them. */
  readonly emulator: boolean;
  /** Production keeps what it holds when the stack goes: data, keys, logs. */
  readonly keepsData: boolean;
  readonly removalPolicy: RemovalPolicy;
  readonly logRetention: RetentionDays;
  /** How long the stream may gather records before the collector is called: longer is cheaper, shorter is sooner. */
  readonly collectionWindow: Duration;
  /** Fewer training examples than this end a run, unless the run's input says otherwise. */
  readonly minimumExamples: number;
  /** How many children of a training run's map run at once. A new account may run 10 functions in all: fewer there. */
  readonly mapChildren: number;
  /** The same for what may run at any time, and several times at once: it must leave the app its table and its functions. */
  readonly sharesAtOnce: number;
  /** What is fine-tuned, and what answers users, until a run names another or one is promoted. */
  readonly baseModel: string;
  readonly openaiBaseUrl: string;
  /** What compares meanings at assembly and evaluation; `none`: words alone are compared. */
  readonly embedder: 'minilm' | 'openai' | 'bedrock' | 'none';
  /** Whether OpenAI's moderation is asked, when a dataset is assembled, about everything that would train. */
  readonly moderation: 'openai' | 'none';
  /** How often it is proved that nothing is missing from the lake. */
  readonly reconcile: 'daily' | 'weekly' | 'monthly' | 'off';
  /** Name of the policy that judges exchanges while they are collected, and runs that name none. */
  readonly policy: string;
  /** Whom alarms and ended runs are mailed to; nobody when absent. */
  readonly alarmEmail?: string;
  /** The app's own message table; absent: the stack makes one. */
  readonly attachedTable?: AttachedTable;
  /** How the app's table differs in form from this project's own: as the collector reads it, without the filter. */
  readonly mapping: Readonly<Record<string, unknown>>;
  /** Text attributes that tell the items to collect from others in the table, with the values they may have. */
  readonly filter: MessageMapping['filter'];
}

const stages = {
  dev: {
    keepsData: false,
    removalPolicy: RemovalPolicy.DESTROY,
    logRetention: RetentionDays.ONE_WEEK,
    collectionWindow: Duration.seconds(5),
    minimumExamples: 10,
  },
  prod: {
    keepsData: true,
    removalPolicy: RemovalPolicy.RETAIN,
    logRetention: RetentionDays.THREE_MONTHS,
    collectionWindow: Duration.seconds(60),
    minimumExamples: 1000,
  },
} as const;

/**
 * Reads the settings from the CDK context (`-c name=value`, or `context` in cdk.json).
 *
 * @param layers holds the folder `policy`, in which the policy is looked for
 * @throws SettingsError in one sentence that names the value and says what would do
 */
export function settings(node: Node, layers = 'layers'): Settings {
  const stage = oneOf(node, 'stage', ['dev', 'prod'], 'dev');
  const emulator = flag(node, 'emulator');
  const table = attachedTable(node);
  const mapping = mappingOption(node);
  const filter = filterOption(node);
  const mapChildren = integerFrom(1, node, 'mapChildren', 40);
  const alarmEmail = text(node, 'alarmEmail', /^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'an e-mail address');
  return {
    stage,
    emulator,
    ...stages[stage],
    // The trainer takes no fewer than 10.
    minimumExamples: integerFrom(10, node, 'minimumExamples', stages[stage].minimumExamples),
    mapChildren,
    sharesAtOnce: Math.min(10, mapChildren),
    baseModel: baseModel(node),
    openaiBaseUrl: openaiBaseUrl(node, emulator),
    embedder: embedder(node, emulator),
    moderation: oneOf(node, 'moderation', ['openai', 'none'], 'none'),
    reconcile: oneOf(node, 'reconcile', ['daily', 'weekly', 'monthly', 'off'], 'daily'),
    policy: policy(node, layers),
    ...(alarmEmail ? { alarmEmail } : {}),
    ...(table ? { attachedTable: table } : {}),
    mapping,
    // In the table of our own messages carry the flag `collect`, the same for a whole conversation (docs/app.md).
    filter: filter ?? (table ? {} : { collect: ['yes'] }),
  };
}

const named = z.object({ name: z.string() });

/** What a policy calls itself; undefined where the file is none. */
function nameIn(file: string): string | undefined {
  try {
    return named.parse(JSON.parse(readFileSync(file, 'utf8'))).name;
  } catch {
    return undefined;
  }
}

function policy(node: Node, layers: string): string {
  const wanted = 'the name of a folder in layers/policy that holds a policy.json';
  const name = text(node, 'policy', /^[a-z][a-z0-9-]*$/, wanted) ?? 'reflect';
  const file = join(layers, 'policy', name, 'policy.json');
  if (!existsSync(file)) throw new SettingsError(`The context value "policy" is "${name}", it must be ${wanted}.`);
  const itself = nameIn(file);
  if (itself === name) return name;
  if (itself === undefined) throw new SettingsError(`${file} is no JSON object with a "name": it is no policy.`);
  // Shards would name a policy that no run can be asked for.
  throw new SettingsError(`${file} calls itself "${itself}": a policy is named as its folder. Rename one of the two.`);
}

/** Who names no embedder gets MiniLM, or a warning; who asks for it gets it, or an error. */
function embedder(node: Node, emulator: boolean): Settings['embedder'] {
  const name = oneOf(node, 'embedder', ['minilm', 'openai', 'bedrock', 'none'], 'minilm');
  const isAsked = text(node, 'embedder', /./, 'a name') !== undefined;
  const missing = isAsked && name === 'minilm' ? missingForSemanticLayer(emulator) : [];
  if (missing.length === 0) return name;
  throw new SettingsError(
    `The context value "embedder" is "minilm", but ${missing.join(' and ')} is not there. Run "npm run fetch-model", or choose openai, bedrock or none.`,
  );
}

const baseModel = (node: Node): string =>
  text(node, 'baseModel', /^[\w.:/-]{1,200}$/, 'a model such as "gpt-4o-mini-2024-07-18"') ?? 'gpt-4o-mini-2024-07-18';

function openaiBaseUrl(node: Node, emulator: boolean): string {
  const url = text(node, 'openaiBaseUrl', /^https?:\/\/[^\s/]+/, 'a URL, such as https://api.openai.com/v1');
  if (url?.startsWith('http:') && !emulator) {
    throw new SettingsError(
      `The context value "openaiBaseUrl" is "${url}": the API key would travel unencrypted, use https.`,
    );
  }
  return url ?? 'https://api.openai.com/v1';
}
