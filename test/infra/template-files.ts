import { join } from 'node:path';
import type { Deployment } from './deployments.ts';

export const namesOf = (all: Readonly<Record<Deployment, unknown>>): Deployment[] =>
  Object.keys(all).filter((name): name is Deployment => name in all);
export const fileOf = (folder: string, name: Deployment): string =>
  join(folder, `${name.replaceAll(/\W+/g, '-')}.json`);
export const failureFile = (folder: string): string => join(folder, 'failure.txt');
