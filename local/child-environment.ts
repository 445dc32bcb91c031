import { delimiter, join } from 'node:path';
import { projectFolder } from './folders.ts';

const refused = /^(AWS_|OPENAI_|CDK_|SFN_|MINISTACK_|NODE_OPTIONS$|NODE_PATH$|JEST_WORKER_ID$)/;

/** Credentials that only an emulator takes. */
export const emulatorCredentials = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_REGION: 'us-east-1',
  AWS_DEFAULT_REGION: 'us-east-1',
} as const;

/**
 * The environment for a child process: this one without anybody's real keys, with the project's own
 * Node 24 first in PATH, and credentials that only an emulator takes.
 */
export function childEnvironment(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !refused.test(name));
  const modules = join(projectFolder, 'node_modules');
  return {
    ...Object.fromEntries(kept),
    PATH: `${join(modules, '.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    // Custom resources of CDK require the SDK, which Lambda has and a laptop's Node has not.
    NODE_PATH: modules,
    ...emulatorCredentials,
    // Else the SDK looks for a real account's profile, and waits for a metadata server.
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    ...extra,
  };
}
