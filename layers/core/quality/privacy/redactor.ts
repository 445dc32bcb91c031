import { remembered } from '../../remembered.ts';
import { createFinder, type Finding, type Found } from './finder.ts';
import type { PrivacyLexicon } from './lexicon.ts';
import { mentions } from './mentions.ts';
import { canonicalName } from './people.ts';
import type { Span } from './span.ts';

export interface Redacted {
  readonly text: string;
  /** Where the personal data stood, in units of the text before. */
  readonly spans: readonly Span[];
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
   *
   * @param knownNames of the conversation that the text is a turn of, as for `find`; `redactText` knows a single text's
   */
  redact(text: string, standIn: (name: string) => string, knownNames: ReadonlySet<string>): Redacted;
}

/** What is found by the new neighbours of a replacement is replaced too; more than a few rounds were never seen. */
const mostRounds = 4;

const nobody: ReadonlySet<string> = new Set();

const same = (some: ReadonlySet<string>, others: ReadonlySet<string>): boolean =>
  some.size === others.size && [...some].every((each) => others.has(each));

/** What was found in a text, and what came of it last: as the context of the next exchange it mostly comes again. */
interface Examined {
  readonly alone: Found;
  known: { readonly names: ReadonlySet<string>; readonly findings: readonly Finding[] } | undefined;
  redacted:
    | { readonly findings: readonly Finding[]; readonly standIns: readonly string[]; readonly to: Redacted }
    | undefined;
}

export function createRedactor(lexicon: PrivacyLexicon): Redactor {
  const find = createFinder(lexicon);
  const examinedOf = remembered((text): Examined => ({ alone: find(text), known: undefined, redacted: undefined }));
  const findingsOf = (text: string, examined: Examined, knownNames: ReadonlySet<string>): readonly Finding[] => {
    if (!mentions(examined.alone, knownNames)) return examined.alone.findings;
    if (!examined.known || !same(examined.known.names, knownNames)) {
      examined.known = { names: knownNames, findings: find(text, knownNames).findings };
    }
    return examined.known.findings;
  };
  const examine = (text: string, knownNames: ReadonlySet<string> = nobody): readonly Finding[] =>
    findingsOf(text, examinedOf(text), knownNames);
  return {
    lexicon,
    examine,
    find: (text, knownNames) => examine(text, knownNames).map(({ start, end, kind }) => ({ start, end, kind })),
    redact(text, standIn, knownNames) {
      const examined = examinedOf(text);
      const findings = findingsOf(text, examined, knownNames);
      if (findings.length === 0) return { text, spans: findings };
      const standIns = findings.flatMap(({ name }) => (name === undefined ? [] : [standIn(name)]));
      const before = examined.redacted;
      if (before?.findings === findings && before.standIns.every((each, at) => each === standIns[at])) return before.to;
      const once = replace(text, findings, standIn);
      let [replaced, spans]: [Replaced, readonly Span[]] = [once, findings];
      for (let round = 1; round < mostRounds; round++) {
        const more = examine(replaced.text, knownNames);
        if (more.length === 0) break;
        const { before } = replaced;
        spans = merged(
          spans,
          more.map(({ start, end, kind }) => ({ kind, ...before({ start, end }) })),
        );
        replaced = replace(text, spans, standIn);
      }
      const to = { text: replaced.text, spans: spans.map(({ start, end, kind }) => ({ start, end, kind })) };
      // Further rounds may have asked for stand-ins of further names, and would have to ask again.
      if (replaced === once) examined.redacted = { findings, standIns, to };
      return to;
    },
  };
}

interface Replaced {
  readonly text: string;
  /** Where a part of the new text stood in the old one: the edges of what it touches. */
  before(part: { start: number; end: number }): { start: number; end: number };
}

function replace(
  text: string,
  spans: readonly (Span & { readonly name?: string | undefined })[],
  standIn: (name: string) => string,
): Replaced {
  const places: { start: number; end: number; newStart: number; newEnd: number }[] = [];
  let out = '';
  let from = 0;
  for (const { start, end, kind, name } of spans) {
    out += text.slice(from, start);
    const newStart = out.length;
    out += kind === 'name' ? standIn(name ?? canonicalName(text.slice(start, end))) : `[${kind}]`;
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
