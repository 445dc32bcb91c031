import * as z from 'zod';
import { loadJudge } from '../layers/adapters/judge-files.ts';
import { loadRedact } from '../layers/adapters/privacy-files.ts';
import type { LineParts } from '../layers/core/conversation/to-lines.ts';
import { once } from '../layers/core/once.ts';
import { environment } from '../layers/kit/environment.ts';
import { policyFolder } from '../layers/kit/layer-folder.ts';

/** What the policy measures and redacts with, in whatever collects; read with the first call. */
export const lineParts = once((): Pick<LineParts, 'judge' | 'redact'> => {
  const folder = policyFolder();
  return {
    judge: loadJudge(folder, environment({ POLICY: z.string().min(1) }).POLICY),
    redact: loadRedact(folder),
  };
});
