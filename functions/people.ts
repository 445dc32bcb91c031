import * as z from 'zod';
import { sns } from '../layers/adapters/clients.ts';
import { createNotifier } from '../layers/adapters/notifier.ts';
import { once } from '../layers/core/once.ts';
import { environment } from '../layers/kit/environment.ts';

/** The people who want to know how runs end. */
export const people = once(() => createNotifier(sns, environment({ TOPIC_ARN: z.string().min(1) }).TOPIC_ARN));
