import type OpenAI from 'openai';
import * as z from 'zod';

/**
 * All that the service lists at a path, page by page. The SDK takes an answer without a list for an empty one; here
 * nothing found means that something is created which costs, or that nothing of a person is left.
 *
 * @param path such as `/files`
 * @param item what each must be at least
 * @throws ZodError for an answer that is no list of these
 */
export async function* listed<Item extends z.ZodType<{ readonly id: string }>>(
  client: OpenAI,
  path: string,
  item: Item,
  query: Readonly<Record<string, unknown>> = {},
): AsyncGenerator<z.infer<Item>> {
  const page = z.object({ data: z.array(item), has_more: z.boolean().nullish() });
  for (let after: string | undefined, more = true; more; ) {
    const { data, has_more } = page.parse(await client.get(path, { query: { limit: 100, ...query, after } }));
    yield* data;
    after = data.at(-1)?.id;
    more = has_more === true && after !== undefined;
  }
}
