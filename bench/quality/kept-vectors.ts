import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Embedder } from '../../layers/core/quality/embedder.ts';

const keyBytes = 32;
const floatBytes = 4;

/**
 * Embeds each text once, also over several runs: what was embedded is kept in a file, by a hash of the model's name and the
 * text. Embedding the labelled rows takes minutes, measuring them seconds, and weights are changed more often than texts.
 *
 * @param file rows of a hash and a vector of floats; made where there is none. Not for two runs at once.
 */
export function keptIn(file: string, embedder: Embedder): Embedder {
  const rowBytes = keyBytes + floatBytes * embedder.dimensions;
  const known = new Map<string, Float32Array>();
  const keyOf = (text: string) => createHash('sha256').update(`${embedder.name}\n${text}`).digest();
  const rows = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  // A run that was ended may have left half a row: what comes behind it would be read askew.
  if (rows.length % rowBytes !== 0) throw new Error(`${file} does not hold vectors of ${embedder.name}: remove it.`);
  for (let at = 0; at < rows.length; at += rowBytes) {
    const vector = Float32Array.from({ length: embedder.dimensions }, (_, i) =>
      rows.readFloatLE(at + keyBytes + i * floatBytes),
    );
    known.set(rows.toString('latin1', at, at + keyBytes), vector);
  }
  return {
    ...embedder,
    async embed(texts) {
      const keys = texts.map((text) => keyOf(text).toString('latin1'));
      const unknown = new Map(keys.flatMap((key, at) => (known.has(key) ? [] : [[key, texts[at] ?? ''] as const])));
      const vectors = await embedder.embed([...unknown.values()]);
      const written = [...unknown.keys()].map((key, at) => {
        const vector = vectors[at] ?? new Float32Array(embedder.dimensions);
        known.set(key, vector);
        const row = Buffer.alloc(rowBytes);
        row.write(key, 'latin1');
        vector.forEach((value, i) => {
          row.writeFloatLE(value, keyBytes + i * floatBytes);
        });
        return row;
      });
      if (written.length > 0) appendFileSync(file, Buffer.concat(written));
      return keys.map((key) => known.get(key) ?? new Float32Array(embedder.dimensions));
    },
  };
}
