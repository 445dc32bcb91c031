const none: readonly RegExpExecArray[] = [];

/** Where the next match may begin after one of no length: a pattern of code points goes back to the start of a pair. */
const behind = (text: string, at: number, { unicode, unicodeSets }: RegExp): number =>
  (unicode || unicodeSets) && (text.codePointAt(at) ?? 0) > 0xffff ? at + 2 : at + 1;

/**
 * What `text.matchAll(pattern)` gives. That makes a copy of the pattern for each text, which costs a microsecond, and
 * after garbage was collected twice the copy of a long pattern is compiled anew: milliseconds. Here it is used itself.
 *
 * @param pattern global; its matches of no length are left out
 */
export function matchesOf(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (!match) return none;
  const found: RegExpExecArray[] = [];
  for (; match; match = pattern.exec(text)) {
    if (match[0] === '') pattern.lastIndex = behind(text, match.index, pattern);
    else found.push(match);
  }
  return found;
}
