import { execFileSync } from 'node:child_process';
import { cpSync } from 'node:fs';

/** A copy of the policies, with what takes functions long to make of them made already (ADR 0066). */
export function copyCompiled(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  execFileSync(process.execPath, ['cli/compile-policy.ts', to], { stdio: ['ignore', 'ignore', 'inherit'] });
}
