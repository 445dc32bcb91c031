import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadJudge } from '../../layers/adapters/judge-files.ts';
import { loadPolicy, loadPrices, policyNames } from '../../layers/adapters/policy-files.ts';
import { loadPrivacyLexicon } from '../../layers/adapters/privacy-files.ts';
import { UnknownPolicy } from '../../layers/core/dataset/request.ts';
import { augmentationSchema } from '../../layers/core/quality/augmentation.ts';
import { gateSchema, policySchema } from '../../layers/core/quality/policy.ts';
import { InvalidPolicyFile } from '../../layers/core/quality/policy-text.ts';
import { selectionSchema } from '../../layers/core/quality/selection.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';

const folder = policyFolder();

describe('the policy folder', () => {
  it('holds policies that are named as their folders', () => {
    const names = policyNames(folder);
    expect(names).toContain('strategy');
    expect(names.map((name) => loadPolicy(folder, name).name)).toEqual(names);
  });

  it('is told field by field: the page names every field that a policy may have', () => {
    const page = readFileSync(new URL('../../docs/policy.md', import.meta.url), 'utf8');
    const told = new Set(page.match(/`[a-zA-Z.]+`/g)?.flatMap((each) => each.slice(1, -1).split('.')));
    const { shape } = policySchema;
    const inner = [selectionSchema.shape, augmentationSchema.shape, gateSchema.shape, shape.rules.shape];
    const fields = [...Object.keys(shape), ...inner.flatMap((each) => Object.keys(each))];
    expect(fields.filter((field) => !told.has(field))).toEqual([]);
  });

  it('says in words where weights name a feature that there is not', () => {
    const own = join(mkdtempSync(join(tmpdir(), 'policy-')), 'reflect');
    cpSync(join(folder, 'reflect'), own, { recursive: true });
    const scoring = JSON.parse(readFileSync(join(own, 'scoring.json'), 'utf8'));
    const naming = (score: string, name: string) => () => {
      const weights = { ...scoring[score].weights, [name]: 1 };
      writeFileSync(join(own, 'scoring.json'), JSON.stringify({ ...scoring, [score]: { ...scoring[score], weights } }));
      loadJudge(folder, own);
    };
    const begin = `The policy in ${own} is not as it should be: the weights of`;
    expect(naming('empathy', 'no_such')).toThrow(InvalidPolicyFile);
    expect(naming('empathy', 'no_such')).toThrow(
      /: the weights of empathy name an unknown feature "no_such" \(the nearest are (\w+, ){4}\w+; all stand in features\.ts .*\)\.$/,
    );
    expect(naming('tone', 'any.user.tells_lwo')).toThrow('"any.user.tells_lwo" (is "any.user.tells_low" meant?).');
    expect(naming('question', 'ask_opne')).toThrow(
      `${begin} question name an unknown feature "ask_opne" (is "ask_open"`,
    );
  });

  describe('damaged by hand', () => {
    const broken = (file: string, change: (json: Record<string, Record<string, unknown>>) => unknown): string => {
      const own = mkdtempSync(join(tmpdir(), 'policies-'));
      cpSync(folder, own, { recursive: true });
      const path = join(own, file);
      const changed = change(JSON.parse(readFileSync(path, 'utf8')));
      writeFileSync(path, typeof changed === 'string' ? changed : JSON.stringify(changed));
      return own;
    };
    const load = (own: string) => [loadJudge(own, 'reflect'), loadPrivacyLexicon(own)];

    it.each(['safety/concepts.json', 'safety/rules/abuse.json', 'privacy/cues.json', 'lexicons/reply.json'])(
      'says that %s is no JSON',
      (file) => {
        const own = broken(file, () => '{"cut');
        expect(() => load(own)).toThrow(InvalidPolicyFile);
        expect(() => load(own)).toThrow(`${file} is no JSON`);
      },
    );

    it('refuses a selection of no tier, of which nothing could ever train', () => {
      const own = broken('reflect/policy.json', (json) => ({
        ...json,
        selection: { ...json['selection'], tiers: [] },
      }));
      expect(() => load(own)).toThrow(/nothing can be selected\n.*selection\.tiers/);
    });

    it.each(['safety/lexicon.json', 'privacy/cues.json', 'privacy/scripts.json', 'reflect/policy.json'])(
      'names the field that %s should not have',
      (file) => {
        const own = broken(file, (json) => ({ ...json, no_such: 1 }));
        expect(() => load(own)).toThrow(InvalidPolicyFile);
        expect(() => load(own)).toThrow(new RegExp(`${file} is not as it should be[^]*no_such`));
      },
    );

    it('names the file that is not there', () => {
      const own = broken('prices.json', (json) => json);
      rmSync(join(own, 'safety', 'excuses.json'));
      expect(() => load(own)).toThrow('safety/excuses.json cannot be read');
    });

    it('does not let one word list hide a class of another', () => {
      const own = broken('lexicons/turns.json', (json) => ({
        ...json,
        classes: { ...json['classes'], sympathy: ['zzz'] },
      }));
      expect(() => load(own)).toThrow('has the class "sympathy", which another lexicon has already');
    });

    it.each([
      ['reflect/scoring.json', 'empathy', { bias: 1e308, weights: {} }],
      ['reflect/policy.json', 'rules', { genericPhrases: [' '], minimumReplyLength: 0 }],
      ['reflect/policy.json', 'rules', { genericPhrases: ['\u200b'], minimumReplyLength: 0 }],
    ])('refuses what would make no sense of every reply: %s, %s', (file, field, value) => {
      const own = broken(file, (json) => ({ ...json, [field]: value }));
      expect(() => load(own)).toThrow(InvalidPolicyFile);
    });
  });

  it('holds prices for training', () => {
    expect(loadPrices(folder).models['gpt-4o-mini']?.training).toBeGreaterThan(0);
  });

  it.each(['strateg', '../strategy', ''])('refuses the policy %j and names those there are', (name) => {
    expect(() => loadPolicy(folder, name)).toThrow(UnknownPolicy);
    expect(() => loadPolicy(folder, name)).toThrow('strategy');
  });
});
