import { type Section, text } from './content.ts';
import { type Drift, driftOf } from './drift.ts';
import type { CardSource } from './source.ts';

export function drift({ manifest, statistics, before }: CardSource): Section {
  const title = 'Drift';
  if (manifest.parent === undefined || manifest.parent === null) {
    return { title, blocks: [text('There is no earlier dataset to compare with.')] };
  }
  if (before === undefined) {
    return { title, blocks: [text(`The dataset ${manifest.parent} is there no more, or has no statistics.`)] };
  }
  const rows = driftOf(before, statistics).map((each: Drift) => [
    each.of,
    each.stabilityIndex.toFixed(3),
    each.byChance.toFixed(3),
    each.divergence.toFixed(3),
    each.verdict,
  ]);
  return {
    title,
    blocks: [
      text(
        `Compared with ${manifest.parent}. Stability index: Σ (a − b) · ln(a / b) over the classes' shares; up to 0.1 is little, up to 0.25 some, above that much has changed (Siddiqi 2006). By chance: what the index stays below in 95 of 100 cases when nothing has changed (Yurdakul and Naranjo 2020). Divergence: Jensen–Shannon to base 2, 0 to 1 (Lin 1991).`,
      ),
      {
        kind: 'table',
        caption: 'How the distributions differ',
        head: ['distribution', 'stability index', 'by chance', 'divergence', 'has changed'],
        rows,
      },
    ],
  };
}
