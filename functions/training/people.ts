import * as z from 'zod';
import { sns } from '../../layers/adapters/clients.ts';
import { createNotifier } from '../../layers/adapters/notifier.ts';
import type { Notifier } from '../../layers/core/training/registry.ts';
import { environment } from '../../layers/kit/environment.ts';

let built: Notifier | undefined;

/** The people who want to know how runs end. */
export function people(): Notifier {
  built ??= createNotifier(sns, environment({ TOPIC_ARN: z.string().min(1) }).TOPIC_ARN);
  return built;
}
