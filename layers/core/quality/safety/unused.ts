import type { SafetyLexicon } from './lexicon.ts';

/**
 * Refuses what a lexicon holds to no effect: a misspelt or forgotten name must not pass as one that counts.
 *
 * @throws Error naming a concept, an excuse or a sign that nothing uses, or a pattern that stands twice in a rule
 */
export function refuseUnused({ sections, concepts, excuses, exchanges, together }: SafetyLexicon): void {
  const rules = sections.flatMap((section) => Object.entries(section.rules));
  const patterns = [...rules.map(([, own]) => own), ...Object.values(excuses).map((excuse) => excuse.patterns)].flat();
  const written = [...patterns, ...Object.values(concepts).flat()].join(' ');
  // Where a clause may begin or end these serve as well.
  const used = new Set([...written.matchAll(/@(\w+)/g)].map(([, name]) => name).concat('clause_begin', 'clause_end'));
  refuse('concept', Object.keys(concepts), used);
  refuse('excuse', Object.keys(excuses), new Set(sections.flatMap(({ excusedBy }) => excusedBy)));
  const signs = sections.flatMap(({ reports }) => ('sign' in reports ? [reports.sign] : []));
  const counted = exchanges.flatMap(({ asked, answered, unless }) => [...asked, ...answered, ...unless]);
  refuse('sign', signs, new Set([...counted, ...together.flatMap((each) => each.signs)]));
  for (const [name, own] of rules) {
    const twice = own.find((pattern, place) => own.indexOf(pattern) < place);
    if (twice !== undefined) throw new Error(`Safety lexicon: the rule ${name} has "${twice}" twice.`);
  }
}

function refuse(kind: string, names: readonly string[], used: ReadonlySet<string | undefined>): void {
  const unused = names.find((name) => !used.has(name));
  if (unused !== undefined) throw new Error(`Safety lexicon: nothing uses the ${kind} ${unused}.`);
}
