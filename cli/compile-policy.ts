import { join } from 'node:path';
import { compileSafety } from '../layers/adapters/safety-files.ts';

/** `node cli/compile-policy.ts FOLDER`: spares functions that mount this policy folder most of their start. */
const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Say which policy folder to compile: node cli/compile-policy.ts FOLDER');
compileSafety(join(folder, 'safety'));
