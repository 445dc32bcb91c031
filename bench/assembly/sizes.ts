import * as z from 'zod';

const sizesSchema = z.array(z.coerce.number().int().min(100));

/** How many exchanges the datasets have, as the options say; undefined where they say nothing that can be used. */
export const sizesOf = ({ quick, sizes }: { quick: boolean; sizes?: string | undefined }): number[] | undefined =>
  sizes === undefined ? [10_000, 100_000, ...(quick ? [] : [1_000_000])] : sizesSchema.safeParse(sizes.split(',')).data;
