import * as z from 'zod';
import { seededShares } from '../../seeded.ts';
import { safetyCategories } from '../judgement.ts';
import { hashOf } from '../text/hash.ts';

/** A line to measure the screen by. `template` numbers the line of the file that it was made of: its siblings are no news. */
export interface CorpusLine {
  readonly text: string;
  readonly sender: 'user' | 'ai';
  /** What the line is an example of; `none` for what must pass. */
  readonly label: (typeof corpusLabels)[number];
  readonly template: number;
}

export const corpusLabels = ['none', ...safetyCategories] as const;

const headSchema = z.strictObject({ speaker: z.enum(['user', 'ai']), class: z.enum(corpusLabels) });

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();

/** The variants of one template, `most` at the utmost: each choice of `[a|b]` by chance, `$slot` as in the file's head. */
function variantsOf(template: string, slots: ReadonlyMap<string, string>, most: number): string[] {
  const open = template.replace(/\$([a-z]+)/g, (_, name: string) => {
    const slot = slots.get(name);
    if (slot === undefined) throw new Error(`Safety corpus: there is no slot $${name} for "${template}".`);
    return `[${slot}]`;
  });
  // The corpus must come out the same for everyone.
  const random = seededShares(hashOf(template));
  const found = new Set<string>();
  for (let tries = 0; tries < most * 4 && found.size < most; tries++) {
    let text = open;
    // The innermost choice first, until none is left.
    for (let choice = /\[([^[\]]*)\]/.exec(text); choice; choice = /\[([^[\]]*)\]/.exec(text)) {
      const options = (choice[1] ?? '').split('|');
      const chosen = options[Math.floor(random() * options.length)] ?? '';
      text = text.slice(0, choice.index) + chosen.trim() + text.slice(choice.index + choice[0].length);
    }
    found.add(tidy(text));
  }
  return [...found];
}

/**
 * Reads one file of the corpus (its language is described in corpus/safety/README.md) and writes its templates out.
 *
 * @param most how many variants a template gives at the utmost
 * @param first the number of the file's first template
 * @throws Error naming what the file says that cannot be read
 */
export function readCorpus(file: string, most: number, first: number): CorpusLine[] {
  const lines = file.split('\n').map((line) => line.trim());
  const head: Record<string, string> = {};
  const slots = new Map<string, string>();
  const templates: string[] = [];
  for (const line of lines) {
    const [, key, value] = /^# (\w+): (\w+)$/.exec(line) ?? /^\$([a-z]+) = (.+)$/.exec(line) ?? [];
    if (key !== undefined && value !== undefined && line.startsWith('#')) head[key] = value;
    else if (key !== undefined && value !== undefined) slots.set(key, value.split(' | ').join('|'));
    else if (line !== '') templates.push(line);
  }
  const { speaker, class: label } = headSchema.parse(head);
  return templates.flatMap((template, at) =>
    variantsOf(template, slots, most).map((text) => ({ text, sender: speaker, label, template: first + at })),
  );
}
