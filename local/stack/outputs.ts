import { readFileSync } from 'node:fs';
import * as z from 'zod';

/** What the laptop's run looks up in the deployed stack. */
const outputsSchema = z.object({
  StateMachineArn: z.string(),
  LakeBucket: z.string(),
  FailuresBucket: z.string(),
  MessagesTable: z.string(),
  CollectFunction: z.string(),
  ConsentFunction: z.string(),
  EraseUserFunction: z.string(),
  ErasureMachineArn: z.string(),
  BackfillMachineArn: z.string(),
  RedriveMachineArn: z.string(),
  ReconciliationMachineArn: z.string(),
  AugmentationMachineArn: z.string(),
  WhichModelFunction: z.string(),
  ModelParameter: z.string(),
  RegistryTable: z.string(),
  OpenAiSecretArn: z.string(),
  PseudonymSecretArn: z.string(),
});
export type Outputs = Readonly<z.infer<typeof outputsSchema>>;

/** Reads what `cdk deploy --outputs-file` wrote; the app has one stack. */
export function readOutputs(file: string): Outputs {
  const stacks = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(file, 'utf8')));
  return outputsSchema.parse(Object.values(stacks)[0]);
}
