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
  const page = z.object({ data: z.array(item).nullable(), has_more: z.boolean().nullish() });
  for (let after: string | undefined, more = true; more; ) {
    const answer = page.parse(await client.get(path, { query: { limit: 100, ...query, after } }));
    // Some write null where there is nothing.
    const { data, has_more } = { ...answer, data: answer.data ?? [] };
    yield* data;
    after = data.at(-1)?.id;
    // Without an id there is no way on.
    more = has_more === true && Boolean(after);
  }
}
