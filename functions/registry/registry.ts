import * as z from 'zod';
import { dynamodb } from '../../layers/adapters/clients.ts';
import { RegistryTable } from '../../layers/adapters/registry-table.ts';
import { once } from '../../layers/core/once.ts';
import type { Registry } from '../../layers/core/training/registry.ts';
import { environment } from '../../layers/kit/environment.ts';

/** The registry that the function was deployed with. */
export const registry = once((): Registry => {
  const { REGISTRY_TABLE } = environment({ REGISTRY_TABLE: z.string().min(1) });
  return new RegistryTable(dynamodb, REGISTRY_TABLE);
});
