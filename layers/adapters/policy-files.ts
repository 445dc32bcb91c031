import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Prompts, promptsSchema } from '../core/augmentation/prompts.ts';
import { type Prices, pricesSchema } from '../core/dataset/prices.ts';
import { UnknownPolicy } from '../core/dataset/request.ts';
import { type Policy, policySchema } from '../core/quality/policy.ts';
import { readPolicyFile } from './policy-file.ts';

const file = (folder: string, name: string) => join(folder, name, 'policy.json');

/** The names of the policies in a policy folder, sorted. */
export const policyNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => existsSync(file(folder, name)))
    .sort();

/**
 * Reads a policy; once per process.
 *
 * @throws UnknownPolicy naming those there are; InvalidPolicyFile when the file says what the schema does not know
 */
export function loadPolicy(folder: string, name: string): Policy {
  const names = policyNames(folder);
  if (!names.includes(name)) throw new UnknownPolicy(name, names);
  return readPolicyFile(policySchema, file(folder, name));
}

/** Reads what a chat model is asked for variants of examples. */
export const loadPrompts = (folder: string): Prompts =>
  readPolicyFile(promptsSchema, join(folder, 'augmentation.json'));

/** Reads what the trainer charges. */
export const loadPrices = (folder: string): Prices => readPolicyFile(pricesSchema, join(folder, 'prices.json'));
