import { existsSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Prompts, promptsSchema } from '../core/augmentation/prompts.ts';
import { type Prices, pricesSchema } from '../core/dataset/prices.ts';
import { UnknownPolicy } from '../core/dataset/request.ts';
import { type Policy, policySchema } from '../core/quality/policy.ts';
import { InvalidPolicyFile } from '../core/quality/policy-text.ts';
import { readPolicyFile } from './policy-file.ts';

const file = (folder: string, name: string) => join(folder, name, 'policy.json');

/** The names of the policies in a policy folder, sorted. */
export const policyNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => existsSync(file(folder, name)))
    .sort();

/**
 * Reads the policy of a folder that is named as it: shards name the policy that judged them, and whoever asks for that
 * name must find it.
 *
 * @throws InvalidPolicyFile when the file says what the schema does not know, or calls itself otherwise
 */
export function readPolicy(folder: string): Policy {
  const path = join(folder, 'policy.json');
  const policy = readPolicyFile(policySchema, path);
  if (policy.name === basename(resolve(folder))) return policy;
  throw new InvalidPolicyFile(
    `${path} calls itself "${policy.name}": a policy is named as its folder. Rename one of the two.`,
  );
}

/**
 * Reads a policy; once per process.
 *
 * @throws UnknownPolicy naming those there are; InvalidPolicyFile, see `readPolicy`
 */
export function loadPolicy(folder: string, name: string): Policy {
  const names = policyNames(folder);
  if (!names.includes(name)) throw new UnknownPolicy(name, names);
  return readPolicy(join(folder, name));
}

/** Reads what a chat model is asked for variants of examples. */
export const loadPrompts = (folder: string): Prompts =>
  readPolicyFile(promptsSchema, join(folder, 'augmentation.json'));

/** Reads what the trainer charges. */
export const loadPrices = (folder: string): Prices => readPolicyFile(pricesSchema, join(folder, 'prices.json'));
