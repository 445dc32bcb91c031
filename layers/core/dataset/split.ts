import { createHash } from 'node:crypto';

/** Which file an exchange goes to. */
export type Split = 'train' | 'validation' | 'holdout';
export const splits = ['train', 'validation', 'holdout'] as const satisfies readonly Split[];

/** Named in manifests: datasets of another rule have another hold-out. */
export const splitRule = 'sha256-of-pseudonym-1';

/**
 * The share of users held out. A constant, not an option: were it an option, a run with a smaller share would
 * train on users that an earlier run held out, and every evaluation since would be worth nothing.
 */
export const holdoutShare = 0.1;

/** A number in 0..1 that depends on purpose and name alone. */
const fraction = (purpose: string, name: string): number =>
  createHash('sha256').update(`${purpose}\0${name}`).digest().readUInt32BE(0) / 2 ** 32;

/** Whether a user is held out: for ever, whatever the run, its policy and its other data. */
export const isHeldOut = (pseudonym: string): boolean => fraction('holdout', pseudonym) < holdoutShare;

/**
 * The file for all exchanges of a user, so that no user is in two of them.
 *
 * @param validationShare the share (0..1) of the users not held out that validate instead of training
 */
export function splitOf(pseudonym: string, validationShare: number): Split {
  if (isHeldOut(pseudonym)) return 'holdout';
  return fraction('validation', pseudonym) < validationShare ? 'validation' : 'train';
}

/** The largest share of the users not held out that may validate: how many do is an option of a run. */
export const largestValidationShare = 0.5;

/** Whether a user trains in every run, whatever share validates. */
export const alwaysTrains = (pseudonym: string): boolean => splitOf(pseudonym, largestValidationShare) === 'train';

/**
 * The file for all pairs of replies to a prompt, whoever preferred one: a loss that is measured on prompts that train
 * shows nothing. It depends on nothing else, so that a prompt stays in its file while data grows.
 *
 * @param words of the prompt: see `promptWords`
 * @param validationShare the share (0..1) of the prompts that validate instead of training
 */
export const splitOfPrompt = (words: string, validationShare: number): Exclude<Split, 'holdout'> =>
  fraction('prompt', words) < validationShare ? 'validation' : 'train';
