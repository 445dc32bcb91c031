import fc from 'fast-check';
import { loadPrivacyLexicon } from '../../../../layers/adapters/privacy-files.ts';
import type { Dialogue } from '../../../../layers/core/conversation/exchange.ts';
import { createRedactor, redactDialogue, redactText } from '../../../../layers/core/quality/privacy/redact.ts';

const lexicon = loadPrivacyLexicon('layers/policy');
const redactor = createRedactor(lexicon);
const pseudonym = 'a'.repeat(32);
const said = (user: string, assistant = 'How did it feel?', context: Dialogue['context'] = []): Dialogue => ({
  user,
  assistant,
  context,
});
const redactedText = (text: string) => redactText(redactor, text, () => 'key').text;

describe('redactDialogue', () => {
  it('replaces a name in every turn by one stand-in, and tells it', () => {
    const dialogue = said('Did you get it?', 'Yes Tamsin, I did.', [
      { sender: 'user', text: 'Hi, my name is Tamsin. Mail me: tamsin@example.org' },
    ]);
    const { dialogue: redacted, name, counts } = redactDialogue(redactor, dialogue, () => pseudonym);
    expect(redacted).toEqual({
      context: [{ sender: 'user', text: `Hi, my name is ${name}. Mail me: [email]` }],
      user: 'Did you get it?',
      assistant: `Yes ${name}, I did.`,
    });
    expect(counts).toEqual({ name: 2, email: 1 });
  });

  it('replaces a name met in one turn where no cue stands in another', () => {
    const { dialogue } = redactDialogue(
      redactor,
      said('Quorra again said nothing. I think Quorra is angry', 'That sounds hard.', [
        { sender: 'user', text: 'my sister Quorra moved in' },
      ]),
      () => pseudonym,
    );
    expect(JSON.stringify(dialogue)).not.toContain('Quorra');
  });

  it('replaces a name met in one turn where another hides it', () => {
    const { dialogue } = redactDialogue(redactor, said('B\ufeffeatrix', "I'm glad, Beatrix."), () => pseudonym);
    expect(dialogue.user).toBe(lexicon.standIns.of(pseudonym, 'beatrix'));
  });

  it('asks for the key only where there is a name', () => {
    const key = (): string => {
      throw new Error('asked');
    };
    expect(redactDialogue(redactor, said('my mail is a.b@example.org'), key).counts).toEqual({ email: 1 });
  });

  it('knows one person by full name, first name and family name', () => {
    const { dialogue } = redactDialogue(
      redactor,
      said('Carla said no. Ms Jensen is strict.', 'What did Carla say?', [
        { sender: 'user', text: 'my physio Carla Jensen called' },
      ]),
      () => pseudonym,
    );
    const standIns = JSON.stringify(dialogue).match(/[A-Z][a-z]{7}(?=[ .?])/g) ?? [];
    expect(new Set(standIns.filter((word) => lexicon.standIns.has(word.toLowerCase()))).size).toBe(1);
    expect(JSON.stringify(dialogue)).not.toMatch(/Carla|Jensen/);
  });

  it.each([
    ['a name of three words', 'My name is Lea Sofie Brandt.', 'Nice work, Lea Sofie! Keep going, Lea. Yes, Brandt.'],
    ['a hyphen', "I'm Karl-Otto Brandt.", 'Well done, Karl-Otto! Keep going, Karl Otto. Rest, Karl.'],
    ['an apostrophe', "My name is Ida-Marie O'Rourke.", 'Hi Ida-Marie! Well done, O’Rourke. Sleep well, Orourke.'],
    ['a middle name left out', 'My name is Petra Luise Brandt.', 'Hi Petra Brandt! Well done, Petra.'],
    ['a name spelled out', 'My name is P e t r a.', 'Well done, Petra! petra rests'],
    ['an apostrophe within a first name', "I'm M'Baye.", "Well done, m'baye. Rest, M'Baye!"],
  ])('knows one person by all the ways of saying %s, and says it is the user', (_, user, assistant) => {
    const { dialogue, name } = redactDialogue(redactor, said(user, assistant), () => pseudonym);
    const words = `${dialogue.user} ${dialogue.assistant}`.match(/\p{L}+/gu) ?? [];
    expect(new Set(words.filter((word) => lexicon.standIns.has(word.toLowerCase())))).toEqual(new Set([name]));
    expect(`${dialogue.user} ${dialogue.assistant}`).not.toMatch(
      /Lea|Sofie|Brandt|Karl|Otto|Ida|Marie|Rourke|Petra|Baye/i,
    );
  });

  it.each([
    ['a full name and a part of it', "I'm Karl-Otto Brandt.", "I'm Karl-Otto."],
    ['an apostrophe and none', "I'm M'Baye.", "I'm Mbaye."],
  ])('gives one stand-in in all dialogues to %s', (_, one, other) => {
    const [first, second] = [one, other].map((text) => redactDialogue(redactor, said(text), () => pseudonym).name);
    expect(first).toBe(second);
  });

  it('keeps people apart whose joined names begin alike', () => {
    const { dialogue } = redactDialogue(
      redactor,
      said('I told Karl-Otto Brandt, and then Karl-Heinz Brandt, and Karl.'),
      () => pseudonym,
    );
    const found = dialogue.user.match(/[A-Z][a-z]{7}(?=[,.])/g) ?? [];
    expect(new Set(found).size).toBe(3);
  });

  it.each([
    ['My cousin Xi moved out.', 'What is it about Xi that hurts?', /\bXi\b/],
    ['my coach Minh Wu said rest', 'A Wu never rests, Minh would say', /\bWu\b|Minh/],
    ["I'm Mei-Ling", 'well done mei-ling', /mei|ling/i],
    ["I'm Rose-Ann", 'well done rose-ann', /rose|ann/i],
    ["I'm M'Baye.", "keep going, m'baye", /baye/i],
    ["My name is Ida-Marie O'Rourke.", "O'Rourke power! an orourke's best, rourke", /rourke/i],
    ['我叫李明，喜欢跑步', '加油，李明！', /李明/],
  ])('lets no part of a name that was given once pass: %s %s', (user, assistant, secret) => {
    const { dialogue } = redactDialogue(redactor, said(user, assistant), () => pseudonym);
    expect(dialogue.user).not.toMatch(secret);
    expect(dialogue.assistant).not.toMatch(secret);
  });

  it('leaves usual words of two letters where a name is one', () => {
    const { dialogue } = redactDialogue(
      redactor,
      said(
        'I told Dr. So and my cousin Jo. Dr. Do too.',
        'Do rest. I do think so. DO IT NOW PLEASE, go jo go. What you DO counts. So it is SO good',
      ),
      () => pseudonym,
    );
    expect(dialogue.user).not.toMatch(/So|Do|Jo/);
    expect(dialogue.assistant).toBe(
      'Do rest. I do think so. DO IT NOW PLEASE, go jo go. What you DO counts. So it is SO good',
    );
  });

  it('keeps two people apart, also when they share a name', () => {
    const { dialogue } = redactDialogue(
      redactor,
      said('I told Sarah Jones, and then Sarah Miller, and Tom.'),
      () => pseudonym,
    );
    const found = dialogue.user.match(/[A-Z][a-z]{7}(?=[,.])/g) ?? [];
    expect(found).toHaveLength(3);
    expect(new Set(found).size).toBe(3);
  });

  it.each([
    ['the user gives it', said("I'm Beatrix, hi", 'Welcome!'), 'beatrix'],
    ['the companion calls the user', said('hello', 'Hi Beatrix, how are you?'), 'beatrix'],
    ['the user signs', said('no gym today\nthanks,\nBeatrix', 'Rest well.'), 'beatrix'],
    ['nobody gives it', said('my coach Lena is strict', 'How so?'), undefined],
  ])('tells the user’s own name when %s', (_, dialogue, own) => {
    const { name } = redactDialogue(redactor, dialogue, () => pseudonym);
    expect(name).toBe(own === undefined ? undefined : lexicon.standIns.of(pseudonym, own));
  });

  it('gives another user another stand-in for the same name', () => {
    const redacted = ['1', '2', '3'].map((digit) =>
      redactDialogue(redactor, said("I'm Beatrix"), () => digit.repeat(32)),
    );
    expect(new Set(redacted.map(({ name }) => name)).size).toBe(3);
    expect(redacted.map(({ dialogue }) => dialogue.user)).toEqual(redacted.map(({ name }) => `I'm ${name}`));
  });
});

describe('stand-ins', () => {
  it('are no name and no word that is known', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (key, name) => {
        const standIn = lexicon.standIns.of(key, name).toLowerCase();
        expect(lexicon.table.bitsOf(standIn)).toBe(0);
        expect(lexicon.standIns.has(standIn)).toBe(true);
      }),
    );
  });
});

const names = ['Tamsin', 'Oluwaseun', 'Marek', 'Beatriz', 'Ravindra', 'Siobhan', 'Giulia', 'Håkon', 'Zofia', 'Dmitri'];
const secrets = [
  (n: number) => ({ secret: names[n % names.length] ?? '', said: `my name is ${names[n % names.length]}` }),
  (n: number) => ({ secret: `user${n}@example.org`, said: `mail user${n}@example.org` }),
  (n: number) => ({ secret: `555-${String(1000 + (n % 9000))}`, said: `call me on 415-555-${1000 + (n % 9000)}` }),
  (n: number) => ({ secret: `203.0.113.${n % 256}`, said: `my ip is 203.0.113.${n % 256}` }),
  (n: number) => ({ secret: `lifter_${n}`, said: `my insta is @lifter_${n}` }),
  (n: number) => ({
    secret: `@${names[n % names.length]} Hallorin`,
    said: `follow @${names[n % names.length]} Hallorin on it`,
  }),
  (n: number) => ({ secret: `MRN-${100000 + n}`, said: `medical record MRN-${100000 + n}` }),
  (n: number) => ({ secret: `${1 + (n % 28)}/07/1984`, said: `born ${1 + (n % 28)}/07/1984` }),
];
const fillers = [
  'Did Fran in 4:12 today',
  '5x5 at 225 felt heavy',
  'slept 7h, HRV 61',
  'I am so tired of it all',
  'What should I eat?',
  'HUGE PR TODAY',
  'thanks!',
  '💪🏽 leg day',
];
const sentence = fc.oneof(
  fc.constantFrom(...fillers).map((text) => ({ text, secret: undefined })),
  fc.record({ kind: fc.constantFrom(...secrets), number: fc.nat(99_999) }).map(({ kind, number }) => {
    const { secret, said: text } = kind(number);
    return { text, secret };
  }),
);
const message = fc.array(sentence, { minLength: 1, maxLength: 6 }).map((parts) => ({
  text: parts.map((part) => part.text).join('. '),
  secrets: parts.flatMap((part) => part.secret ?? []),
}));
const anyText = fc.oneof(
  message.map(({ text }) => text),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('a', 'B', '1', '@', '.', ' ', '-', '\n', "'", '/', ':', '[', '\u200b', '\ud83d', 'é', 'Я'),
    maxLength: 200,
  }),
);

/** Names right before and after what other finders take. */
const besideOthers = fc
  .array(fc.constantFrom(...names, '@', '@Lorcan', 'Hartwell', 'a@b.org', '12 Oak Street', 'my coach', 'from', '.'), {
    maxLength: 8,
  })
  .map((parts) => parts.join(' ').replaceAll('@ ', '@'));

describe('for any text', () => {
  it('a redaction leaves no seeded secret', () => {
    fc.assert(
      fc.property(message, ({ text, secrets }) => {
        const redacted = redactedText(text);
        for (const secret of secrets) expect(redacted).not.toContain(secret);
      }),
      { numRuns: 300 },
    );
  });

  it.each(['_', '__', '*', '**', '~', '`'])('nor does one between %s', (mark) => {
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 4 }), (parts) => {
        const redacted = redactedText(parts.map(({ text }) => `${mark}${text}${mark}`).join(' '));
        for (const { secret } of parts) if (secret) expect(redacted).not.toContain(secret);
      }),
      { numRuns: 100 },
    );
  });

  it('what Markdown slants is read as what it is', () => {
    expect(redactedText('__mail a_b@example.org__, _ip 203.0.113.77_')).toBe('__mail [email]__, _ip [ip]_');
    expect(redactedText('I am _jane_lifts_heavy_ on insta')).toBe('I am _[handle]_ on insta');
    expect(redactedText('snake_case is _not_ a name')).toBe('snake_case is _not_ a name');
    expect(redactedText('met _John Smith_.')).toMatch(/^met _(?!John Smith).*_\.$/);
  });

  it.each([
    ['_john_smith_@outlook.com', '[email]'],
    ['_anna.k_@example.com', '[email]'],
    ['https://strava.com/profile?user=_anna_k_&x=1', '[url_id]'],
    ['https://example.com/p?user=_anna_&token=abc123', '[url_id]'],
    ['discord: _anna_#1234', 'discord: [handle]'],
  ])('nothing is slanted within %s', (text, expected) => expect(redactedText(text)).toBe(expected));

  it.each([
    ['look up rose_hill', 'look up [handle]'],
    ['grace_hope slid into my messages', '[handle] slid into my messages'],
    ['follow joy_running', 'follow [handle]'],
    ['joy_running is my coach', '[handle] is my coach'],
    ['set mark_done in the script', 'set mark_done in the script'],
    ['hip_hinge drills', 'hip_hinge drills'],
  ])('usual words that are given names may be a handle: %s', (text, expected) =>
    expect(redactedText(text)).toBe(expected),
  );

  it('redacting twice changes nothing', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = redactedText(text);
        expect(redactedText(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  it('what is found in a text does not depend on the text before', () => {
    // The word after the last one must be nobody's: in German a noun after "Johannas" makes a name of it.
    const [alone, after] = [createRedactor(lexicon), createRedactor(lexicon)];
    after.find('One Two Three Four Five Six');
    expect(after.find('I read Johannas')).toEqual(alone.find('I read Johannas'));
    fc.assert(
      fc.property(anyText, anyText, (before, text) => {
        const [fresh, used] = [createRedactor(lexicon), createRedactor(lexicon)];
        used.find(before);
        expect(used.find(text)).toEqual(fresh.find(text));
      }),
      { numRuns: 50 },
    );
  });

  it('spans are sorted, apart and within the text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, besideOthers), (text) => {
        let end = 0;
        for (const span of redactor.find(text)) {
          expect(span.start).toBeGreaterThanOrEqual(end);
          expect(span.end).toBeGreaterThan(span.start);
          end = span.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 500 },
    );
  });

  it('a known name is found among many known ones as it is among few', () => {
    const few = new Set(['kelvor', 'tann-ruu', "o'brannik"]);
    const many = new Set([...few, ...Array.from({ length: 40 }, (_, at) => `qua${'x'.repeat(at)}dor`)]);
    const parts = [
      'Kelvor',
      'kelvor',
      'Tann-Ruu',
      "O'Brannik",
      "'s",
      "'",
      '-',
      '_',
      '4',
      ' ',
      '.',
      'x',
      'é',
      '\ud801\udc00',
    ];
    const glued = fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(glued, (text) => {
        expect(redactor.find(text, many)).toEqual(redactor.find(text, few));
      }),
      { numRuns: 1000 },
    );
  });

  it('a dialogue redacted twice is the same, and a name has one stand-in in all dialogues of a user', () => {
    fc.assert(
      fc.property(message, message, message, ({ text: user }, { text: assistant }, { text: before }) => {
        const dialogue = said(user, assistant, [{ sender: 'user', text: before }]);
        const once = redactDialogue(redactor, dialogue, () => pseudonym);
        expect(redactDialogue(redactor, once.dialogue, () => pseudonym).dialogue).toEqual(once.dialogue);
        const own = [...`${before}. ${user}`.matchAll(/my name is (\p{L}+)/gu)].at(-1)?.[1];
        if (own !== undefined) expect(once.name).toBe(lexicon.standIns.of(pseudonym, own.toLowerCase()));
      }),
      { numRuns: 200 },
    );
  });
});
