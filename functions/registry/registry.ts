import * as z from 'zod';
import { dynamodb } from '../../layers/adapters/clients.ts';
import { RegistryTable } from '../../layers/adapters/registry-table.ts';
import type { Registry } from '../../layers/core/training/registry.ts';
import { environment } from '../../layers/kit/environment.ts';

let built: Registry | undefined;

/** The registry that the function was deployed with. */
export function registry(): Registry {
  built ??= new RegistryTable(dynamodb, environment({ REGISTRY_TABLE: z.string().min(1) }).REGISTRY_TABLE);
  return built;
}
