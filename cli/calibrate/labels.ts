import type { z } from 'zod';
import { nearest } from '../../layers/core/nearest.ts';
import { type Labelled, labelledSchema, labelsSchema } from '../../layers/core/quality/calibrate/examples.ts';
import { learnable } from '../../layers/core/quality/scores/fitted-file.ts';
import { Kinds } from '../kinds.ts';
import { readRows } from '../rows.ts';

const rowSchema = labelledSchema.extend({ labels: labelsSchema.loose().nullish() });

/** Reads the rows, and tells which labels are of no use: whoever misspelt one wants to know. */
export async function readLabels(input: string): Promise<{ rows: readonly Labelled[]; read: number }> {
  const rows: Labelled[] = [];
  const unknown = new Kinds();
  const take = ({ labels, ...dialogue }: z.infer<typeof rowSchema>) => {
    const { empathy, question, overall, ...others } = labels ?? {};
    rows.push({ ...dialogue, labels: { empathy, question, overall } });
    for (const name of Object.keys(others)) unknown.add(unknownLabel(name));
  };
  const { read } = await readRows({ input, schema: rowSchema, take });
  if (unknown.size > 0) process.stderr.write(`labels passed over: ${unknown}; known are ${learnable.join(', ')}\n`);
  return { rows, read };
}

function unknownLabel(name: string): string {
  const meant = nearest(name.slice(0, 40), learnable, 2);
  return `${JSON.stringify(name.slice(0, 40))}${meant === undefined ? '' : ` (did you mean "${meant}"?)`}`;
}
