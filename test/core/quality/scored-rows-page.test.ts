import { readFileSync } from 'node:fs';
import { loadPolicy } from '../../../layers/adapters/policy-files.ts';
import {
  flagNames,
  judgementSchema,
  safetyCategories,
  scoreNames,
  tiers,
} from '../../../layers/core/quality/judgement.ts';
import { domainTags } from '../../../layers/core/quality/scores/domain.ts';
import { judgeBy } from '../../support/judge.ts';

const read = (name: string) => readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8');

/** The tables below a heading of docs/scored-rows.md: each row's cells, without the code marks of the first. */
function tableOf(heading: string): string[][] {
  const [, section = ''] = read('scored-rows.md').split(`# ${heading}\n`);
  const rows = (section.split('\n#')[0] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
  );
}
const names = (heading: string) => tableOf(heading).map(([name]) => name);

/** What docs/scored-rows.md says of a row of `score` is what the code makes of it. */
describe('the page of what a scored row says', () => {
  it('names every field, and every score', () => {
    const { policy: _, ...judged } = judgementSchema.shape;
    expect(names('What a scored row says').sort()).toEqual([...Object.keys(judged), 'tier', 'reasons'].sort());
    const page = read('scored-rows.md');
    expect(scoreNames.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('names every tier, flag and domain tag, and none besides', () => {
    expect(names('Tiers').sort()).toEqual([...tiers].sort());
    expect(names('Flags')).toEqual([...flagNames]);
    expect(names('Domain tags')).toEqual([...domainTags]);
  });

  it('says what the two policies make of each flag', () => {
    const fateBy = (name: string) => {
      const { rejectOn, reviewOn } = loadPolicy('layers/policy', name);
      return flagNames.map((flag) => (rejectOn.includes(flag) ? 'rejected' : reviewOn.includes(flag) ? 'review' : ''));
    };
    const told = (column: number) => tableOf('Flags').map((cells) => cells[column]);
    expect([told(2), told(3)]).toEqual([fateBy('reflect'), fateBy('strategy')]);
  });

  it('knows every kind of reason that a judge gives', () => {
    const strict = Object.fromEntries(scoreNames.map((name) => [name, 1]));
    const policy = {
      ...loadPolicy('layers/policy', 'reflect'),
      languages: [],
      rejectOn: [...flagNames],
      rejectBelow: strict,
    };
    const judge = judgeBy(policy);
    const judgement = judge.judge({ user: '', assistant: 'no', context: [] });
    const { reasons } = judge.decide({ ...judgement, flags: [...flagNames], safety: [...safetyCategories] });
    const unanswered = judge.decide({ ...judgement, flags: [], safety: ['abuse'] }).reasons;
    const kinds = [...reasons, ...unanswered].map((reason) => {
      if (reason === 'danger_unanswered') return reason;
      return flagNames.some((flag) => flag === reason) ? "a flag's name" : reason.replace(/_.*/, '');
    });
    const told = names('Reasons').map((name) => name?.replace(/_<.*/, ''));
    expect(new Set(kinds)).toEqual(new Set(["a flag's name", ...told]));
  });

  it('sends whoever asks for the kinds of harm to a page that has them all', () => {
    const page = read('safety.md');
    expect(safetyCategories.filter((category) => !page.includes(`\`${category}\``))).toEqual([]);
  });
});
