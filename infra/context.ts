import type { Node } from 'constructs';

/** A context value that cannot be right. The message is for the person who typed it. */
export class SettingsError extends Error {
  override name = 'SettingsError';
}

function read(node: Node, name: string): string | undefined {
  const value: unknown = node.tryGetContext(name);
  if (value === undefined || value === '') return undefined;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const wrong = (name: string, value: string, wanted: string) =>
  new SettingsError(`The context value "${name}" is "${value}", it must be ${wanted}. Pass it as -c ${name}=…`);

/** A text that matches `pattern`; undefined when it is not given. `wanted` ends the sentence "it must be …". */
export function text(node: Node, name: string, pattern: RegExp, wanted: string): string | undefined {
  const value = read(node, name);
  if (value !== undefined && !pattern.test(value)) throw wrong(name, value, wanted);
  return value;
}

export function oneOf<const Choice extends string>(
  node: Node,
  name: string,
  choices: readonly Choice[],
  otherwise: Choice,
): Choice {
  const value = read(node, name);
  if (value === undefined) return otherwise;
  const choice = choices.find((each) => each === value);
  if (choice === undefined) throw wrong(name, value, choices.join(' or '));
  return choice;
}

export const flag = (node: Node, name: string): boolean => oneOf(node, name, ['true', 'false'], 'false') === 'true';

export function integerFrom(least: number, node: Node, name: string, otherwise: number): number {
  const wanted = `a whole number of ${least} or more`;
  const value = text(node, name, /^[1-9]\d{0,8}$/, wanted);
  if (value !== undefined && Number(value) < least) throw wrong(name, value, wanted);
  return value === undefined ? otherwise : Number(value);
}

/** A JSON object, returned as compact JSON. */
export function jsonObject(node: Node, name: string): string | undefined {
  const value = read(node, name);
  if (value === undefined) return undefined;
  const parsed = parse(value);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw wrong(name, value, 'a JSON object, such as \'{"text":"body"}\'');
  }
  return JSON.stringify(parsed);
}

function parse(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
