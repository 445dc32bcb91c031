import * as z from 'zod';
import { TerminalError } from '../errors.ts';

const dollars = z.number().min(0);

/** What the trainer charges, in US dollars per million tokens. Prices change: the file is configuration. */
export const pricesSchema = z.strictObject({
  currency: z.literal('USD'),
  perTokens: z.literal(1_000_000),
  /** The day the prices were read, `YYYY-MM-DD`. */
  asOf: z.iso.date(),
  /** By model without its date; a fine-tune costs what its base model costs. */
  models: z.record(
    z.string(),
    z.strictObject({
      training: dollars,
      /** Of a fine-tune. */
      input: dollars,
      output: dollars,
      /** Of the model as it is, by the Batch API; absent: nobody has looked it up. */
      batch: z.strictObject({ input: dollars, output: dollars }).optional(),
    }),
  ),
});
export type Prices = Readonly<z.infer<typeof pricesSchema>>;
type Price = Prices['models'][string];

/** The price table does not know the model, so nobody can say what the run costs. */
export class PriceUnknown extends TerminalError {
  override name = 'PriceUnknown';

  constructor(model: string, known: readonly string[]) {
    super(
      `The price of training "${model}" is not known. Add it to layers/policy/prices.json and deploy, ` +
        `or choose another "baseModel": ${known.join(', ')}.`,
    );
  }
}

/** The model that a fine-tune grew from: `ft:gpt-4o-mini-2024-07-18:org:suffix:id` → `gpt-4o-mini-2024-07-18`. */
export const familyOf = (model: string): string => (model.startsWith('ft:') ? (model.split(':')[1] ?? model) : model);

/** What a model costs by the Batch API is not in the price table, so that no budget could be kept. */
export class BatchPriceUnknown extends TerminalError {
  override name = 'BatchPriceUnknown';

  constructor(model: string, known: readonly string[]) {
    super(
      `What "${model}" costs by the Batch API is not known. Add "batch" to it in layers/policy/prices.json and deploy, ` +
        `or choose another "model" in the policy's "augmentation": ${known.join(', ')}.`,
    );
  }
}

const rowOf = ({ models }: Prices, model: string): Price | undefined => {
  const family = familyOf(model);
  const known = [family, family.replace(/-\d{4}-\d{2}-\d{2}$/, '')].find((name) => Object.hasOwn(models, name));
  return known === undefined ? undefined : models[known];
};

/**
 * The price of a model: by its own name, else by its name without the date.
 *
 * @throws PriceUnknown
 */
export function priceOf(prices: Prices, model: string): Price {
  const price = rowOf(prices, model);
  if (price === undefined) throw new PriceUnknown(familyOf(model), Object.keys(prices.models));
  return price;
}

/** The same by the Batch API, for a model that was not fine-tuned. @throws BatchPriceUnknown */
export function batchPriceOf(prices: Prices, model: string): NonNullable<Price['batch']> {
  const price = model.startsWith('ft:') ? undefined : rowOf(prices, model)?.batch;
  if (price !== undefined) return price;
  const known = Object.entries(prices.models).flatMap(([name, row]) => (row.batch === undefined ? [] : [name]));
  throw new BatchPriceUnknown(model, known);
}
