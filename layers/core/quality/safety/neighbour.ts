import type { Compiler, Element } from './compiler.ts';

/** What must stand near a pattern's anchor: a look at a few ids spares most attempts to match. */
export interface Neighbour {
  /** Where the neighbour can be, counted from the anchor's first word. */
  readonly from: number;
  readonly to: number;
  /** 128 bits: bit `id % 128` is set for every id that the neighbour can have. */
  readonly bits: Int32Array;
}

const fits = (element: Element | undefined): element is Element =>
  element !== undefined && !element.optional && !element.negated && !element.edge;

/** The neighbour of element number `anchor` that fewer words fit; undefined when none must stand. */
export function neighbourOf(elements: readonly Element[], anchor: number, compiler: Compiler): Neighbour | undefined {
  const [left, middle, right] = [elements[anchor - 1], elements[anchor], elements[anchor + 1]];
  if (middle === undefined) return undefined;
  const idsLeft = fits(left) ? compiler.edgeIds(left, -1) : undefined;
  const idsRight = fits(right) ? compiler.edgeIds(right, 1) : undefined;
  const leftwards = idsLeft !== undefined && (idsRight === undefined || idsLeft.length <= idsRight.length);
  const ids = leftwards ? idsLeft : idsRight;
  if (ids === undefined) return undefined;
  const bits = new Int32Array(4);
  for (const id of ids) bits[(id >>> 5) & 3] = (bits[(id >>> 5) & 3] ?? 0) | (1 << (id & 31));
  return leftwards
    ? { from: -1 - middle.gap, to: -1, bits }
    : { from: 1, to: middle.longest + (right?.gap ?? 0), bits };
}

/** Whether the neighbour may be there; false is certain. */
export function mayStand({ from, to, bits }: Neighbour, ids: Int32Array, anchor: number, count: number): boolean {
  const last = Math.min(count - 1, anchor + to);
  for (let at = Math.max(0, anchor + from); at <= last; at++) {
    const id = ids[at] ?? 0;
    if ((((bits[(id >>> 5) & 3] ?? 0) >>> (id & 31)) & 1) === 1) return true;
  }
  return false;
}
