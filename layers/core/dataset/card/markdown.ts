import {
  type Bars,
  type Block,
  type CardContent,
  type Histograms,
  percent,
  type SampleList,
  whole,
} from './content.ts';
import type { Sample } from './samples.ts';

const cell = (value: string | number): string =>
  (typeof value === 'number' ? whole(value) : value).replaceAll('\\', '\\\\').replaceAll('|', '\\|');

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const isNumber = head.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(head.map(cell)),
    line(isNumber.map((right) => (right ? '--:' : '---'))),
    ...rows.map((row) => line(row.map(cell))),
  ].join('\n');
}

function bars({ bars: all, whole: hundred, compared }: Bars): string {
  const largest = Math.max(...all.map((bar) => bar.count), 1);
  const rows = all.map(({ label, count, before = 0 }) => [
    label,
    count,
    percent(hundred === 0 ? 0 : count / hundred),
    ...(compared ? [percent(before)] : []),
    '█'.repeat(Math.ceil((20 * count) / largest)),
  ]);
  return table(['', 'count', 'share', ...(compared ? ['before'] : []), ''], rows);
}

const levels = '▁▂▃▄▅▆▇█';

/** A character for each class: a space for none, else a block by the class's share of the largest one. */
function sparkline(shares: readonly number[]): string {
  const largest = Math.max(...shares);
  return shares.map((share) => (share === 0 ? ' ' : levels[Math.ceil((8 * share) / largest) - 1])).join('');
}

function histograms({ charts, compared }: Histograms): string {
  const rows = charts.map(({ title, mean, largest, classes }) => [
    title,
    mean,
    largest,
    `${classes[0]?.from ?? ''} \`${sparkline(classes.map(({ share }) => share))}\` ${classes.at(-1)?.range ?? ''}`,
    ...(compared ? [`\`${sparkline(classes.map(({ before = 0 }) => before))}\``] : []),
  ]);
  return table(['', 'mean', 'largest', 'distribution', ...(compared ? ['before'] : [])], rows);
}

/** Text of a conversation must not become Markdown: a fence longer than any in it keeps it as it is. */
function fenced(content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${content}\n${fence}`;
}

/** The turns of a sample, one a line or more. */
export const turnsOf = ({ context, user, assistant }: Sample): { who: string; says: string }[] => [
  ...context.map((turn) => ({ who: turn.sender === 'user' ? 'user' : 'companion', says: turn.text })),
  { who: 'user', says: user },
  { who: 'companion', says: assistant },
];

const samples = ({ samples: all }: SampleList): string =>
  all
    .map((sample) => {
      const why = sample.reasons?.length ? `: ${sample.reasons.join(', ')}` : '';
      const turns = turnsOf(sample).map(({ who, says }) => `${who}: ${says}`);
      return `\`${sample.id}\`, score ${sample.quality_score.toFixed(2)}${why}\n\n${fenced(turns.join('\n'))}`;
    })
    .join('\n\n');

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'text':
      return block.text;
    case 'table':
      return `**${block.caption}**\n\n${table(block.head, block.rows)}`;
    case 'bars':
      return `**${block.caption}**\n\n${bars(block)}`;
    case 'histograms':
      return `**${block.caption}**\n\n${histograms(block)}`;
    case 'samples':
      return `### ${block.caption}\n\n${samples(block)}`;
  }
}

/** The card as Markdown. */
export function markdownOf({ title, summary, sections }: CardContent): string {
  const parts = sections.map(({ title: heading, blocks }) => [`## ${heading}`, ...blocks.map(blockOf)].join('\n\n'));
  return `${[`# ${title}`, summary, ...parts].join('\n\n')}\n`;
}
