import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileOf, ownProcess, reflectwithin, rowsOf } from './command.ts';

const kind = {
  id: 'kind',
  context: [],
  user: 'I skipped the gym again, work has drained me all week.',
  assistant: 'That sounds draining. What has taken the most out of you at work this week?',
};
const generic = { id: 'generic', user: 'I ran my first 10k today!', assistant: "That's good. Keep it up", extra: true };
const score = (args: readonly string[], rows: readonly unknown[]) =>
  reflectwithin(['score', '--no-semantic', '-i', fileOf(rows), '-o', '-', ...args]);

describe('reflectwithin score', () => {
  it('takes a context that is null for none, and says what a row lacks', async () => {
    const { id: _, ...nameless } = kind;
    const { assistant: __, ...unanswered } = kind;
    const wrong = { ...kind, context: [{ sender: 'user' }] };
    const { out, err, code } = await score([], [{ ...kind, context: null }, nameless, unanswered, wrong]);
    expect(code).toBe(0);
    expect(rowsOf(out)).toEqual([expect.objectContaining({ id: 'kind' })]);
    expect(err).toContain('line 2 skipped: id is missing\n');
    expect(err).toContain('line 3 skipped: assistant is missing\n');
    expect(err).toContain('line 4 skipped: context.0.text is missing\n');
  });

  it('gives scores, tier and reasons, the better reply the higher score', async () => {
    const { out, code } = await score([], [kind, generic]);
    expect(code).toBe(0);
    const within = expect.objectContaining({ overall: expect.any(Number), empathy: expect.any(Number) });
    const rows = rowsOf(out);
    expect(rows).toEqual([
      { id: 'kind', scores: within, tier: 'accepted', safety: [], flags: [], reasons: [], ...about },
      { id: 'generic', scores: within, tier: 'rejected', safety: [], ...ruled, ...about },
    ]);
    const [better, worse] = rows.map((row) => Object(row).scores.overall);
    expect(better).toBeGreaterThan(worse);
  });
  const about = { domain: expect.any(Array), language: 'en' };
  const ruled = { flags: expect.arrayContaining(['no_question']), reasons: expect.any(Array) };

  it('follows the policy that is named, and says which there are', async () => {
    const { out } = await score(['--policy', 'strategy'], [generic]);
    expect(rowsOf(out)).toMatchObject([{ reasons: ['generic_phrase', 'no_question'] }]);
    const { err, code } = await score(['--policy', 'strategic'], [generic]);
    expect(code).toBe(1);
    expect(err).toContain('There is no policy "strategic"; did you mean "strategy"?');
  });

  describe('where a folder is called as a policy of the project', () => {
    const here = mkdtempSync(join(tmpdir(), 'standing-'));
    const input = fileOf([kind]);
    const there = (...more: string[]) =>
      ownProcess(['score', '--no-semantic', '-i', input, '-o', '-', ...more], '', {}, here);

    it('takes the policy, and says so only where the folder holds one too', async () => {
      mkdirSync(join(here, 'reflect'));
      const empty = await there();
      expect([empty.code, rowsOf(empty.out)]).toMatchObject([0, [{ tier: 'accepted' }]]);
      expect(empty.err).not.toContain('the folder here');
      cpSync('layers/policy/reflect', join(here, 'reflect'), { recursive: true });
      const policy = JSON.parse(readFileSync(join(here, 'reflect/policy.json'), 'utf8'));
      policy.rules.minimumReplyLength = 1000;
      writeFileSync(join(here, 'reflect/policy.json'), JSON.stringify(policy));
      const held = await there();
      expect(rowsOf(held.out)).toMatchObject([{ tier: 'accepted' }]);
      expect(held.err).toContain("reflect is the project's policy of that name; the folder here is ./reflect\n");
      expect(rowsOf((await there('--policy', './reflect')).out)).toMatchObject([{ reasons: ['too_short'] }]);
    });

    it('takes a folder of another name without a path', async () => {
      cpSync('layers/policy/strategy', join(here, 'mine'), { recursive: true });
      const file = join(here, 'mine/policy.json');
      writeFileSync(file, readFileSync(file, 'utf8').replace('"strategy"', '"mine"'));
      expect(await there('--policy', 'mine')).toMatchObject({ code: 0, out: expect.stringContaining('"kind"') });
    });
  });

  it.each([
    ['a folder that is not there', 'no/such/folder', 'NoPolicyFolder: There is no folder no/such/folder. A policy is'],
    [
      'the file in the folder',
      'layers/policy/strategy/policy.json',
      'policy.json is a file. Give the folder that a policy is in: layers/policy/strategy.',
    ],
  ])('says of %s what is wrong with it', async (_, policy, sentence) => {
    const { err, code } = await score(['--policy', policy], [generic]);
    expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
  });

  it('names the file and the field of a policy that is misspelt', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'policy-'));
    writeFileSync(join(folder, 'policy.json'), '{"name": "mine", "rejectOm": []}');
    const { err, code } = await score(['--policy', folder], [generic]);
    expect(code).toBe(1);
    expect(err).toMatch(/^InvalidPolicyFile: .*policy\.json is not as it should be/);
    expect(err).toContain('"rejectOm"');
  });

  it('refuses a folder that is named otherwise than its policy, and says so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'renamed-'));
    cpSync('layers/policy/strategy', folder, { recursive: true });
    const { err, code } = await score(['--policy', folder], [generic]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^InvalidPolicyFile: .*policy\.json calls itself "strategy": a policy is named as its folder\. Rename one/,
    );
  });

  it('explains each score by the words that made it', async () => {
    const { out } = await score(['--explain'], [kind]);
    const [{ evidence }] = rowsOf(out).map(Object);
    const seen = evidence.map(({ rule, start, end }: { rule: string; start: number; end: number }) => [
      rule,
      kind.assistant.slice(start, end),
    ]);
    expect(seen).toContainEqual(['acknowledgement', 'sounds draining']);
  });

  it('tells once what several words of a rule saw in the same place', async () => {
    const [user, assistant] = ['I burnt my hand on the oven.', 'Do not be such a loser.'];
    const messages = [{ sender: 'user', text: user }];
    const whole = await score(['--conversations', '--explain'], [{ id: 1, messages }]);
    const one = await score(['--explain'], [{ id: 1, user, assistant }]);
    for (const { out } of [whole, one]) {
      const [{ evidence }] = rowsOf(out).map(Object);
      expect(evidence).toContainEqual(expect.objectContaining({ rule: 'warning_sign:symptom', where: 'user', end: 7 }));
      expect(evidence).toEqual([...new Map(evidence.map((place: unknown) => [JSON.stringify(place), place])).values()]);
    }
  });

  it.each([
    ['conversations', [], { id: 1, messages: [{ sender: 'user', text: 'a' }] }, 'score --conversations judges them'],
    ['exchanges', ['--conversations'], kind, 'leave --conversations out'],
  ])('points to the option where it is given %s in place of the others, once', async (_, options, row, advice) => {
    const { code, err } = await score(options, [row, row, row]);
    expect([code, err]).toEqual([1, expect.stringMatching(`UnusableFile: .*${advice}`)]);
    expect(err).not.toContain('skipped');
  });

  it.each([
    ['exchanges', [], kind, { id: 0, user: 1, messages: [] }],
    [
      'conversations',
      ['--conversations'],
      { id: 1, messages: [{ sender: 'user', text: 'a' }] },
      { id: 0, messages: 1, assistant: 'a' },
    ],
  ])('skips a bad first row of %s that has a column of the others too', async (_, options, row, bad) => {
    const { code, err } = await score(options, [bad, row]);
    expect([code, err]).toEqual([0, expect.stringMatching(/^line 1 skipped: .*\n1 of 2 rows written, 1 skipped\n$/m)]);
  });

  it('judges whole conversations', async () => {
    const messages = [
      { sender: 'user', text: 'My goal is a pull-up by May.' },
      { sender: 'ai', text: 'A good goal. What does your training look like so far?' },
      { sender: 'user', text: 'Rows twice a week, and dead hangs after each session.' },
    ];
    const { out } = await score(['--conversations'], [{ id: 7, messages }]);
    expect(rowsOf(out)).toEqual([
      {
        id: 7,
        quality: expect.any(Number),
        candidate: false,
        factors: expect.objectContaining({ goals: 1, followUps: 1 }),
        picks: [],
        safety: [],
      },
    ]);
    const explained = await score(['--conversations', '--explain'], [{ id: 7, messages }]);
    const [{ evidence }] = rowsOf(explained.out).map(Object);
    const seen = evidence.map(
      ({ rule, turn, start, end }: { rule: string; turn: number; start: number; end: number }) => [
        rule,
        turn,
        messages[turn]?.text.slice(start, end),
      ],
    );
    expect(seen).toContainEqual(['speaks_of_goals', 0, 'goal']);
    expect(seen).toContainEqual(['asks', 1, 'What does your training look like so far?']);
  });
});
