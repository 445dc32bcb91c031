import { remembered } from '../../remembered.ts';
import { createFinder, type Finding, type Found } from './finder.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { canonicalName } from './people.ts';
import type { Span } from './span.ts';

export interface Redacted {
  readonly text: string;
  /** Where the personal data stood, in units of the text before. */
  readonly spans: Span[];
}

/** Finds personal data in single texts. Pure: same in, same out. */
export interface Redactor {
  readonly lexicon: PrivacyLexicon;
  /**
   * @param knownNames words that are names elsewhere in the conversation, canonical: found also where no cue stands
   * @returns spans sorted, without overlaps, in UTF-16 units of `text`
   */
  find(text: string, knownNames?: ReadonlySet<string>): Span[];
  /** Like `find`, and says of names how they were met. */
  examine(text: string, knownNames?: ReadonlySet<string>): readonly Finding[];
  /**
   * Puts `standIn(canonical name)` for every name and a placeholder such as `[email]` for the rest.
   * What it gives has nothing more to be redacted, if `standIn` gives stand-ins of the lexicon.
   */
  redact(text: string, standIn: (name: string) => string, knownNames?: ReadonlySet<string>): Redacted;
}

/** What is found by the new neighbours of a replacement is replaced too; more than a few rounds were never seen. */
const mostRounds = 4;

const nobody: ReadonlySet<string> = new Set();

function mentions(read: string, names: ReadonlySet<string>): boolean {
  for (const name of names) if (read.includes(name)) return true;
  return false;
}

export function createRedactor(lexicon: PrivacyLexicon): Redactor {
  const find = createFinder(lexicon);
  const findAlone = remembered((text) => find(text));
  /** What the latest known names made of a text: in the next exchange they are mostly the same. */
  const latest = new WeakMap<Found, { readonly names: string; readonly findings: readonly Finding[] }>();
  const examine = (text: string, knownNames: ReadonlySet<string> = nobody): readonly Finding[] => {
    const alone = findAlone(text);
    if (!mentions(alone.read, knownNames)) return alone.findings;
    const names = [...knownNames].join(' ');
    const before = latest.get(alone);
    if (before?.names === names) return before.findings;
    const { findings } = find(text, knownNames);
    latest.set(alone, { names, findings });
    return findings;
  };
  return {
    lexicon,
    examine,
    find: (text, knownNames) => examine(text, knownNames).map(({ start, end, kind }) => ({ start, end, kind })),
    redact(text, standIn, knownNames) {
      let spans: readonly Span[] = examine(text, knownNames);
      if (spans.length === 0) return { text, spans: [] };
      let replaced = replace(text, spans, standIn);
      for (let round = 1; round < mostRounds; round++) {
        const more = examine(replaced.text, knownNames);
        if (more.length === 0) break;
        spans = merged(
          spans,
          more.map((span) => ({ ...span, ...replaced.before(span) })),
        );
        replaced = replace(text, spans, standIn);
      }
      return { text: replaced.text, spans: spans.map(({ start, end, kind }) => ({ start, end, kind })) };
    },
  };
}

interface Replaced {
  readonly text: string;
  /** Where a part of the new text stood in the old one: the edges of what it touches. */
  before(part: { start: number; end: number }): { start: number; end: number };
}

function replace(text: string, spans: readonly Span[], standIn: (name: string) => string): Replaced {
  if (spans.length === 0) return { text, before: (part) => part };
  const places: { start: number; end: number; newStart: number; newEnd: number }[] = [];
  let out = '';
  let from = 0;
  for (const { start, end, kind } of spans) {
    out += text.slice(from, start);
    const newStart = out.length;
    out += kind === 'name' ? standIn(canonicalName(text.slice(start, end))) : `[${kind}]`;
    places.push({ start, end, newStart, newEnd: out.length });
    from = end;
  }
  const old = (unit: number, edge: 'start' | 'end') => {
    // The first place that ends after the unit; by halves, for there may be as many places as words.
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((places[middle]?.newEnd ?? 0) > unit) high = middle;
      else low = middle + 1;
    }
    const [last, next] = [places[low - 1], places[low]];
    if (next && unit > next.newStart) return next[edge];
    return last ? unit + last.end - last.newEnd : unit;
  };
  return {
    text: out + text.slice(from),
    before: (part) => ({ start: old(part.start, 'start'), end: old(part.end, 'end') }),
  };
}

/** Joins what overlaps; the earlier finding gives the kind. */
function merged(spans: readonly Span[], more: readonly Span[]): Span[] {
  const all = [...spans, ...more].sort((one, other) => one.start - other.start || other.end - one.end);
  const out: { start: number; end: number; kind: Span['kind'] }[] = [];
  for (const span of all) {
    const last = out.at(-1);
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else out.push({ start: span.start, end: span.end, kind: span.kind });
  }
  return out;
}
