import type { Chart } from './content.ts';
import { percent, whole } from './content.ts';
import { escaped } from './escaped.ts';

const [width, height, foot] = [320, 120, 18];

/** A histogram: columns for now, a line across them for before, its figures in a table below. */
export function columnChart({ title, mean, largest, classes }: Chart, compared: boolean): string {
  const most = Math.max(...classes.flatMap(({ share, before = 0 }) => [share, before])) || 1;
  const step = width / Math.max(1, classes.length);
  const y = (share: number) => (height - (height - 4) * (share / most)).toFixed(1);
  const columns = classes.map(({ share }, i) => {
    const top = share > 0 ? Math.min(Number(y(share)), height - 1) : height;
    return `<rect class="now" x="${(i * step + step * 0.08).toFixed(1)}" y="${top}" width="${(step * 0.84).toFixed(1)}" height="${(height - top).toFixed(1)}"></rect>`;
  });
  const before = classes
    .map(
      (each, i) =>
        `${i === 0 ? 'M' : 'L'}${(i * step).toFixed(1)} ${y(each.before ?? 0)}H${((i + 1) * step).toFixed(1)}`,
    )
    .join('');
  const every = Math.ceil(classes.length / 5);
  const labels = classes.flatMap(({ from }, i) =>
    i % every === 0 ? [`<text x="${(i * step + 1).toFixed(1)}" y="${height + foot - 4}">${escaped(from)}</text>`] : [],
  );
  const peak = classes.reduce((best, each) => (each.share > best.share ? each : best), classes[0] ?? nothing);
  const words = `${title}: mean ${mean}, largest ${largest}; most often ${peak.range}, ${percent(peak.share)}`;
  const rows = classes.map(
    ({ range, count, share, before: was }) =>
      `<tr><th scope="row">${escaped(range)}</th><td class="number">${whole(count)}</td><td class="number">${percent(share)}</td>${compared ? `<td class="number">${percent(was ?? 0)}</td>` : ''}</tr>`,
  );
  const head = ['class', 'count', 'share', ...(compared ? ['before'] : [])].map(
    (each, i) => `<th scope="col"${i > 0 ? ' class="number"' : ''}>${each}</th>`,
  );
  return `<figure><figcaption><b>${escaped(title)}</b> mean ${mean}, largest ${largest}</figcaption>
<svg class="columns" viewBox="0 0 ${width} ${height + foot}" role="img" aria-label="${escaped(words)}">${columns.join('')}<path class="axis" d="M0 ${height}H${width}"></path>${compared ? `<path class="before" d="${before}"></path>` : ''}${labels.join('')}</svg>
<details><summary>Figures</summary><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></details></figure>`;
}

const nothing = { range: 'nothing', share: 0 };
