import { isObject } from '../../core/json.ts';

type Plain = (value: unknown) => unknown;

/** How DynamoDB writes each type of value. */
const types: Readonly<Record<string, Plain>> = {
  S: (value) => value,
  N: (value) => (typeof value === 'string' && String(Number(value)) === value ? Number(value) : value),
  BOOL: (value) => value,
  NULL: () => null,
  // Bytes are no text: they stay what they are, and the row is read without them.
  B: (value) => ({ B: value }),
  BS: (value) => ({ BS: value }),
  SS: (value) => value,
  NS: (value) => value,
  L: (value) => (Array.isArray(value) ? value.map(plainValue) : value),
  M: (value) =>
    isObject(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plainValue(each)])) : value,
};

function typeOf(value: unknown): string | undefined {
  const [type, another] = isObject(value) ? Object.keys(value) : [];
  return type !== undefined && another === undefined && Object.hasOwn(types, type) ? type : undefined;
}

function plainValue(value: unknown): unknown {
  const type = typeOf(value);
  return type === undefined || !isObject(value) ? value : types[type]?.(value[type]);
}

/** A row that DynamoDB wrote, by a scan or an export of the table, without its types; any other as it is. */
export function plainItem(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { Item: exported, ...others } = row;
  const item = isObject(exported) && Object.keys(others).length === 0 ? exported : row;
  const values = Object.values(item);
  if (values.length === 0 || !values.every((value) => typeOf(value) !== undefined)) return row;
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}
