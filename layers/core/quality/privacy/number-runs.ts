import { matchesOf } from './matches.ts';

/** Digits that belong together, with what separates them. */
export interface NumberRun {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** How many digits stand in each group, as written: 020 7946 0018 is 3, 4, 4. */
  readonly groups: readonly number[];
  /** Where each group begins and ends. */
  readonly places: readonly (readonly [start: number, end: number])[];
  readonly plus: boolean;
}

/** Commas stand between counts too, but for those after a nought; pictures part the groups of a number that is dressed up. */
const run =
  /(?<![\p{L}\p{N}])(?:0\d{1,4}(?:, ?\d{2,4}){2,4}(?!\d|,\d)|(?:[+(]{1,2} ?)?\d+(?:(?:[ .\-()/\n\t\u2022…*|~_]{1,4}| ?\p{Extended_Pictographic}{1,2}\ufe0f? ?)\d+){0,40})/gu;
const group = /\d+/g;

/** Runs with at least `least` digits. */
export function numberRuns(text: string, least: number): NumberRun[] {
  const runs: NumberRun[] = [];
  for (const match of matchesOf(run, text)) {
    const groups: number[] = [];
    const places: [number, number][] = [];
    let digits = '';
    for (const part of matchesOf(group, match[0])) {
      const start = match.index + part.index;
      digits += part[0];
      groups.push(part[0].length);
      places.push([start, start + part[0].length]);
    }
    if (digits.length < least) continue;
    const plus = match[0].startsWith('+') || match[0].startsWith('(+');
    runs.push({ start: match.index, end: match.index + match[0].length, digits, groups, places, plus });
  }
  return runs;
}

/** The part of a run from one group to another, `to` not included. */
export function partOf(whole: NumberRun, from: number, to: number): NumberRun {
  if (from === 0 && to === whole.groups.length) return whole;
  const skipped = whole.groups.slice(0, from).reduce((sum, length) => sum + length, 0);
  const groups = whole.groups.slice(from, to);
  const length = groups.reduce((sum, size) => sum + size, 0);
  const places = whole.places.slice(from, to);
  return {
    start: from === 0 ? whole.start : (places[0]?.[0] ?? whole.start),
    end: places.at(-1)?.[1] ?? whole.end,
    digits: whole.digits.slice(skipped, skipped + length),
    groups,
    places,
    plus: from === 0 && whole.plus,
  };
}
