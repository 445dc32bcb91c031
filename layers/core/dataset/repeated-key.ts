/** Whether a quote is written as part of a text: an odd number of backslashes stands before it. */
function isEscaped(json: string, quote: number): boolean {
  let start = quote;
  while (json[start - 1] === '\\') start--;
  return (quote - start) % 2 === 1;
}

/** How many keys are written in a JSON text: texts with a colon after them. */
function keysWritten(json: string): number {
  let keys = 0;
  for (let open = json.indexOf('"'); open !== -1; ) {
    let close = json.indexOf('"', open + 1);
    while (close !== -1 && isEscaped(json, close)) close = json.indexOf('"', close + 1);
    if (close === -1) return keys;
    let next = close + 1;
    while (/\s/.test(json[next] ?? '')) next++;
    if (json[next] === ':') keys++;
    open = json.indexOf('"', next);
  }
  return keys;
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, inner: unknown) => sum + keysIn(inner), own);
}

/**
 * Whether an object in a JSON text has two keys of one name: `JSON.parse` keeps the last, and says nothing.
 *
 * @param json what can be parsed
 * @param value what was parsed of it
 */
export const hasRepeatedKey = (json: string, value: unknown): boolean => keysWritten(json) !== keysIn(value);
