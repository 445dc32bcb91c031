import { columnChart } from './column-chart.ts';
import {
  type Bars,
  type Block,
  type CardContent,
  type Histograms,
  percent,
  type SampleList,
  type Table,
  whole,
} from './content.ts';
import { breakable, escaped } from './escaped.ts';
import { turnsOf } from './markdown.ts';
import { style } from './style.ts';

const td = (value: string | number) =>
  typeof value === 'number' ? `<td class="number">${whole(value)}</td>` : `<td>${breakable(value)}</td>`;

function table({ caption, head, rows }: Table): string {
  const titles = head.map((title, i) => {
    const isNumber = rows.some((row) => typeof row[i] === 'number');
    return `<th scope="col"${isNumber ? ' class="number"' : ''}>${escaped(title)}</th>`;
  });
  const body = rows.map(
    ([first = '', ...rest]) => `<tr><th scope="row">${breakable(String(first))}</th>${rest.map(td).join('')}</tr>`,
  );
  const top = head.every((title) => title === '') ? '' : `<thead><tr>${titles.join('')}</tr></thead>`;
  return `<div class="wide"><table><caption>${escaped(caption)}</caption>${top}<tbody>${body.join('')}</tbody></table></div>`;
}

/** A bar of the table's own width; what it shows stands in figures beside it. */
function bar(share: number, before: number | undefined): string {
  const at = (of: number) => (100 * Math.min(1, of)).toFixed(2);
  const mark = before === undefined ? '' : `<rect class="before" x="${at(before)}" y="0" width="1" height="12"></rect>`;
  return `<svg class="bar" viewBox="0 0 101 12" preserveAspectRatio="none" aria-hidden="true"><rect class="now" x="0" y="2" width="${at(share)}" height="8"></rect>${mark}</svg>`;
}

function bars({ caption, bars: all, whole: hundred, compared }: Bars): string {
  const shares = all.map(({ count, before }) => ({ share: hundred === 0 ? 0 : count / hundred, before: before ?? 0 }));
  const largest = Math.max(...shares.flatMap(({ share, before }) => [share, before])) || 1;
  const rows = all.map(({ label, count, before }) => {
    const share = hundred === 0 ? 0 : count / hundred;
    const earlier = compared ? `<td class="number">${percent(before ?? 0)}</td>` : '';
    const drawn = bar(share / largest, before === undefined ? undefined : before / largest);
    return `<tr><th scope="row">${breakable(label)}</th><td class="number">${whole(count)}</td><td class="number">${percent(share)}</td>${earlier}<td class="drawn">${drawn}</td></tr>`;
  });
  const head = ['name', 'count', 'share', ...(compared ? ['before'] : [])]
    .map((each, i) => `<th scope="col"${i > 0 ? ' class="number"' : ''}>${each}</th>`)
    .join('');
  return `<div class="wide"><table class="bars"><caption>${escaped(caption)}</caption><thead><tr>${head}<td></td></tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function histograms({ caption, charts, compared }: Histograms): string {
  const legend = compared
    ? '<p class="legend"><span class="key now"></span> this dataset <span class="key before"></span> the one before</p>'
    : '';
  return `<h3>${escaped(caption)}</h3>${legend}<div class="charts">${charts.map((chart) => columnChart(chart, compared)).join('')}</div>`;
}

function samples({ caption, samples: all }: SampleList): string {
  const items = all.map((sample) => {
    const turns = turnsOf(sample).map(
      ({ who, says }) => `<p class="${who}"><b>${who}</b> <span>${escaped(says)}</span></p>`,
    );
    const why = (sample.reasons ?? []).map((reason) => ` <code>${escaped(reason)}</code>`).join('');
    return `<article>${turns.join('')}<footer>score ${sample.quality_score.toFixed(2)}${why} <code class="id">${escaped(sample.id)}</code></footer></article>`;
  });
  return `<details class="samples"><summary>${escaped(caption)} (${all.length})</summary>${items.join('')}</details>`;
}

function blockOf(block: Block): string {
  switch (block.kind) {
    case 'text':
      return `<p>${escaped(block.text)}</p>`;
    case 'table':
      return table(block);
    case 'bars':
      return bars(block);
    case 'histograms':
      return histograms(block);
    case 'samples':
      return samples(block);
  }
}

const anchor = (title: string) => title.toLowerCase().replaceAll(/[^a-z]+/g, '-');

/** The card as one page that loads nothing: it may be mailed, and opened without a network. */
export function htmlOf({ title, summary, sections }: CardContent): string {
  const links = sections.map(({ title: each }) => `<li><a href="#${anchor(each)}">${escaped(each)}</a></li>`);
  const parts = sections.map(
    ({ title: heading, blocks }) =>
      `<section id="${anchor(heading)}"><h2>${escaped(heading)}</h2>${blocks.map(blockOf).join('')}</section>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escaped(title)}</h1><p>${escaped(summary)}</p></header>
<nav aria-label="Sections"><ul>${links.join('')}</ul></nav>
<main>
${parts.join('\n')}
</main>
</body>
</html>
`;
}
