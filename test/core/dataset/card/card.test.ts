import { readFileSync } from 'node:fs';
import { cardOf } from '../../../../layers/core/dataset/card/card.ts';
import { parentOf, rememberLast } from '../../../../layers/core/dataset/card/lineage.ts';
import { markdownOf } from '../../../../layers/core/dataset/card/markdown.ts';
import { writePapers } from '../../../../layers/core/dataset/card/write-papers.ts';
import { manifestSchema } from '../../../../layers/core/dataset/manifest.ts';
import { example, examples, findingsIn, manifest } from '../../../support/card.ts';
import { hex } from '../../../support/exchanges.ts';
import { MemoryObjectStore } from '../../../support/memory-object-store.ts';

const [first, second] = ['1111111111111111', '2222222222222222'];
const hostile = '</article><script src="//evil.example/x.js"></script> "quoted" ```\n# heading | cell';
const fellOut = [
  {
    id: hex('held'),
    tier: 'review',
    quality_score: 0.4,
    reasons: ['low_relevance'],
    user: 'Hm.',
    assistant: hostile,
    context: [],
  },
] as const;

const countTokens = (text: string) => text.split(' ').length;

/** Two datasets, one after the other, each with its papers. */
async function written() {
  const store = new MemoryObjectStore();
  const sets = [
    { id: first, parent: null, all: examples(60) },
    { id: second, parent: first, all: [...examples(120, { raise: 0.3 }), example('hostile', { user: hostile })] },
  ];
  for (const { id, parent, all } of sets) {
    await store.put(`datasets/${id}/manifest.json`, JSON.stringify(manifest(id, all.length)));
    const findings = await findingsIn(all, { countTokens, fellOut });
    await writePapers(store, `datasets/${id}/manifest.json`, findings, { code: '0.1.0 (abcdef0)', parent });
  }
  return store;
}

describe('the papers of a dataset', () => {
  it('are this card', async () => {
    const store = await written();
    expect(store.text(`datasets/${second}/card.md`)).toBe(
      readFileSync(new URL('golden-card.txt', import.meta.url), 'utf8'),
    );
  });

  it('warn where one message is answered too often, and say what became of what people preferred', async () => {
    const { statistics } = await findingsIn(examples(100, { split: 'train', user: 'I am tired' }));
    const preferences = { pairs: 3, sources: { edit: 3 }, lost: { safety: 2, text_held_out: 1 }, files: null };
    const made = { ...manifest(first, 100), preferences };
    const card = markdownOf(cardOf({ manifest: made, statistics, samples: [] }));
    expect(card).toContain('Warning: One message is answered in 100 of 100 training examples (100.0 %)');
    expect(card).toMatch(/from: edit \| 3 \|[\s\S]*no pair: safety \| 2 \|[\s\S]*no pair: text_held_out \| 1 \|/);
  });

  it('complete the manifest and change nothing else of it', async () => {
    const store = await written();
    const read = (id: string) => manifestSchema.parse(JSON.parse(store.text(`datasets/${id}/manifest.json`)));
    expect(read(first)).toEqual({ ...manifest(first, 60), code: '0.1.0 (abcdef0)', parent: null });
    expect(read(second)).toEqual({ ...manifest(second, 121), code: '0.1.0 (abcdef0)', parent: first });
  });

  it('are the same when they are written again', async () => {
    const [once, again] = [await written(), await written()];
    const findings = await findingsIn(examples(60), { countTokens, fellOut });
    const options = { code: '0.1.0 (abcdef0)', parent: null };
    await writePapers(again, `datasets/${first}/manifest.json`, findings, options);
    for (const key of once.objects.keys()) expect(again.text(key)).toBe(once.text(key));
    expect(again.objects.size).toBe(once.objects.size);
  });

  it('name every sample that the card shows, for whoever erases a user', async () => {
    const store = await written();
    const ids = store.lines(`datasets/${second}/samples.jsonl`).map((line) => JSON.parse(line).id);
    expect(ids).toContain(hex('held'));
    const html = store.text(`datasets/${second}/card.html`);
    for (const id of html.match(/\b[0-9a-f]{32}\b/g) ?? []) expect(ids).toContain(id);
  });

  it('show nobody and nothing beyond the samples', async () => {
    const store = await written();
    const samples = store.text(`datasets/${second}/samples.jsonl`);
    const others = examples(120).filter(({ id }) => !samples.includes(id));
    expect(others.length).toBeGreaterThan(50);
    for (const paper of ['card.md', 'card.html', 'statistics.json', 'manifest.json']) {
      const text = store.text(`datasets/${second}/${paper}`);
      for (const { id, user } of others) {
        expect(text).not.toContain(id);
        expect(text).not.toContain(`${user}\n`);
      }
      for (const { pseudonym = '' } of examples(120)) expect(text).not.toContain(pseudonym);
    }
  });

  it('tell that the dataset before was emptied', async () => {
    const store = await written();
    store.objects.delete(`datasets/${first}/statistics.json`);
    await writePapers(store, `datasets/${second}/manifest.json`, await findingsIn([]), { code: '1', parent: first });
    expect(store.text(`datasets/${second}/card.md`)).toContain(`The dataset ${first} is there no more`);
  });

  it('of a dataset that is gone are refused in words', async () => {
    const nowhere = new MemoryObjectStore();
    const papers = writePapers(nowhere, 'datasets/x/manifest.json', await findingsIn([]), { code: '1', parent: null });
    await expect(papers).rejects.toThrow('datasets/x/manifest.json is gone. Start a new run.');
  });
});

describe('the page', () => {
  const page = async () => (await written()).text(`datasets/${second}/card.html`);

  it('loads nothing and runs nothing', async () => {
    const html = await page();
    expect(html).not.toMatch(/\b(src|href)="(?!#)/);
    expect(html).not.toMatch(/https?:|url\(|@import|<script|<link|<iframe| on\w+="/);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('&lt;script src=&quot;//evil.example');
  });

  it('closes every element that it opens, in order', async () => {
    const open: string[] = [];
    for (const [, end, name = ''] of (await page()).matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
      if (['meta', 'wbr'].includes(name)) continue;
      if (end === '') open.push(name);
      else expect(open.pop()).toBe(name);
    }
    expect(open).toEqual([]);
  });

  it('says every chart in words too', async () => {
    const charts = (await page()).match(/<svg[^>]*>/g) ?? [];
    expect(charts.length).toBeGreaterThan(20);
    for (const chart of charts) expect(chart).toMatch(/role="img" aria-label="[^"]{20,}"|aria-hidden="true"/);
  });

  it('has a place for every link, and goes by the reader’s light', async () => {
    const html = await page();
    for (const [, anchor] of html.matchAll(/href="#([^"]+)"/g)) expect(html).toContain(`id="${anchor}"`);
    expect(html).toContain('prefers-color-scheme:dark');
    expect(html).toContain('width=device-width');
  });
});

describe('the dataset before', () => {
  it('is the one that the lake made last, also when a state is tried again', async () => {
    const store = new MemoryObjectStore();
    expect(await parentOf(store, first)).toBeNull();
    await rememberLast(store, { id: first, parent: null });
    expect(await parentOf(store, first)).toBeNull();
    expect(await parentOf(store, second)).toBe(first);
    await rememberLast(store, { id: second, parent: first });
    expect(await parentOf(store, second)).toBe(first);
  });
});
