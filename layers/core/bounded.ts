/**
 * Like `Promise.all` over a function's results, with at most `limit` of them under way.
 * When one fails no new one is begun, and those under way are waited for before it is thrown.
 *
 * @param limit how many at once (1 or more)
 */
export async function mapBounded<In, Out>(
  items: readonly In[],
  limit: number,
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = [];
  const failures: unknown[] = [];
  const remaining = items.entries();
  const worker = async () => {
    for (const [index, item] of remaining) {
      if (failures.length > 0) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}

/**
 * A function's results in the order of the items, with at most `limit` of them under way or waiting for their turn.
 *
 * @param limit how many at once (1 or more)
 */
export async function* inOrder<In, Out>(
  items: Iterable<In>,
  limit: number,
  work: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const underWay: Promise<Out>[] = [];
  for (const item of items) {
    const result = work(item);
    // Awaited in its turn; until then a failure must not count as unhandled.
    result.catch(() => {});
    underWay.push(result);
    if (underWay.length < limit) continue;
    for (const first of underWay.splice(0, 1)) yield await first;
  }
  for (const result of underWay) yield await result;
}
