/** The kinds of personal data that are looked for. */
export const personalKinds = [
  'name',
  'email',
  'phone',
  'address',
  'url_id',
  'card',
  'iban',
  'national_id',
  'date_of_birth',
  'ip',
  'handle',
  'health_id',
] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** Where personal data stands: UTF-16 units of the text as it was given, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: PersonalKind;
}

/**
 * Sorts by place and lets no two spans overlap: of two that do, the one found earlier in `spans` stays,
 * so a finder that is more certain of its kind is asked first.
 */
export function withoutOverlaps<T extends Span>(spans: readonly T[]): T[] {
  if (spans.length < 2) return [...spans];
  const kept: T[] = [];
  for (const span of spans) {
    // Kept sorted all the time: a search by halves finds the only two neighbours that could overlap.
    let low = 0;
    let high = kept.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const there = kept[middle];
      if (there && there.start < span.start) low = middle + 1;
      else high = middle;
    }
    const before = kept[low - 1];
    const after = kept[low];
    if ((before && before.end > span.start) || (after && after.start < span.end)) continue;
    if (after) kept.splice(low, 0, span);
    else kept.push(span);
  }
  return kept;
}
