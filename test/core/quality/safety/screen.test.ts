import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import type { Evidence } from '../../../../layers/core/quality/judgement.ts';
import { createSafetyScreen } from '../../../../layers/core/quality/safety/screen.ts';
import { answered, answeredWell, harmless, said } from './examples.ts';

const screen = createSafetyScreen(loadSafetyLexicon('layers/policy/safety'));
const seen = (user: string, assistant = 'Noted.') => screen.screen({ user, assistant, context: [] });

describe('what needs a person', () => {
  const cases = Object.entries(said).flatMap(([category, texts]) => texts.map((text) => [category, text] as const));
  it.each(cases)('%s: %s', (category, text) => {
    expect(seen(text)).toContain(category);
  });

  it.each([
    'im g0nna kiII myseIf',
    'l want to die',
    'i dont wanna b here no mor, gna end it 2nite',
    'suiciide is all i thinck about',
    'sui😭cide',
    'wanna endd my lyf',
    'cvtting again after leg day',
    'cuttin helps',
    'bulemia is back',
  ])('in disguise, mistyped or as chats write: %s', (text) => {
    expect(seen(text)).not.toEqual([]);
  });

  it.each(answered)('dangerous_advice: %s → %s', (question, reply) => {
    expect(seen(question, reply)).toContain('dangerous_advice');
  });

  it.each([
    'sui.cide is on my mind',
    'sui-ci-de is on my mind',
    'sui.ci.de tonight',
    'su_ici_de is on my mind',
    'self-del33t',
    'thinking of un-aliving',
    'ki!! myself',
    'i wan+ to d|e',
    'ki|| myse|f tonight',
    '+hinking of ki||ing myself',
    'i don&amp;#39;t want to live anymore',
    's&uacute;icide is all i think of',
    'kill&nbsp;my&shy;self',
    'i will ki<b>ll</b> myself',
    'k m s',
    'kil myslef',
    'I wannadie',
    '2 die is all i want',
    'want to k_ll myself',
    'I want to d.ie',
    "I don't want to be al.ive any-more",
    'su.cidal again',
    'i will k•ll mys·lf',
    'I keep thinking of suicode',
    'so suicidsl today',
    '1 w4nt 70 d13',
    'Ikeephavingthoughtsofsuicideduringthelongruns',
  ])('torn, short or run together: %s', (text) => {
    expect(seen(text)).toContain('crisis_suicide');
  });

  it.each([
    '🇰 🇲 🇸',
    'I want to 🇩🇮🇪',
    '🅺🅸🅻🅻 🅼🆈🆂🅴🅻🅵',
    '🅦🅐🅝🅣 🅣🅞 🅓🅘🅔',
    'I want to die🇨🇦🇧🇷',
    '#iwannakillmyself',
    'last day #endmylife #row',
    'I hope to \u202eeid\u202c',
    '\u202eflesym llik',
    'I hope to \u202edie\u202c',
    'ǝᴉp oʇ ʇuɐʍ I',
    'İstanbul: ǝᴉp oʇ ʇuɐʍ I',
    'ǝᴉp oʇ ʇuɐʍ I \u202eswor',
    'quick one: ɟןǝsʎɯ ןןᴉʞ oʇ ʇuɐʍ I',
    'I ʍɐuʇ ʇo pᴉǝ',
    'Ꭵ Ꮃant to Ꭰie',
    'kιℓℓ мγѕєℓƒ',
    'ki\u{e0061}ll my\ufeffse\ufefflf',
    'I\u3164want\u3164to\u3164die',
  ])('letters of flags, on squares, in tags or from right to left: %s', (text) => {
    expect(seen(text)).toContain('crisis_suicide');
  });

  it.each(['c.u.t. my arms again', 'i c-u-t my arms'])('letters with marks between them and behind: %s', (text) => {
    expect(seen(text)).toContain('self_harm');
  });

  it('counts in any turn, whoever said it', () => {
    const harm = { sender: 'user', text: 'I want to end my life' } as const;
    const calm = { user: 'how many sets?', assistant: 'Three.' };
    expect(screen.screen({ ...calm, context: [harm, { sender: 'ai', text: 'Let us plan.' }] })).toEqual([
      'crisis_suicide',
    ]);
    expect(screen.screen({ ...calm, context: [{ ...harm, sender: 'ai' }] })).toContain('crisis_suicide');
  });

  it('a good answer does not clear it', () => {
    const reply = 'I am so glad that you told me. Please call 988 now, and stay with someone tonight.';
    expect(seen('I want to end my life', reply)).toContain('crisis_suicide');
  });

  it.each(['Send me a photo of your body.', 'Show me your body, just once.'])(
    'a companion that asks for pictures: %s',
    (reply) => {
      expect(seen('ok', reply)).toContain('sexual');
    },
  );

  it('a minor and sexual talk are one matter, in whichever turns', () => {
    const context = [{ sender: 'user', text: "I'm 14 by the way" }] as const;
    expect(screen.screen({ user: 'send me nudes', assistant: 'No.', context })).toContain('minors_sexual');
  });
});

describe('what passes', () => {
  it.each([
    'hello from 🇨🇦🇧🇷 and 🇯🇵, rows done',
    '🅱ench day, new 🅿🆁',
    '#neverskiplegday #deadlift #dropset',
    'x-ray and t-shirt, pre-workout and/or co-op, b-day at the re-opened gym.bring water',
    'bench +20kg, 20 min+ of rowing, C+ class, |Mon|rest| +Jana +rep +ramp',
    'fish &amp; chips &#8364;5 &copy; R&D; &#x1F4AA;',
    '1 set of 15, 70 kg, 4 min off, 2 rounds, w8 4 me',
    'paid £30 and ¥500 for 5x5 bands',
    'it is written /ˈwɔːtər/ and said /ɹʌn/',
    'the word \u202emolahs\u202c is shown from right to left',
  ])('%s', (text) => {
    expect(seen(text)).toEqual([]);
  });

  it.each(harmless)('%s', (text) => {
    expect(seen(text)).toEqual([]);
  });

  it.each(answeredWell)('%s → %s', (question, reply) => {
    expect(seen(question, reply)).not.toContain('dangerous_advice');
  });
});

describe('evidence', () => {
  it('names the rule and where it stands in the original', () => {
    const evidence: Evidence[] = [];
    const user = 'Fine. I w\u200bant to d1e, honestly';
    screen.screen({ user, assistant: 'Noted.', context: [] }, evidence);
    const [first] = evidence.filter(({ rule }) => rule.startsWith('crisis_suicide:'));
    expect(first).toMatchObject({ where: 'user' });
    expect(user.slice(first?.start, first?.end)).toBe('I w\u200bant to d1e');
  });

  it.each([
    ['I did my rows. \u202eeid ot tnaw i\u202c and so on', 'eid ot tnaw i'],
    ['i want to \u202eeid\u202c now', 'i want to \u202eeid'],
    ['\u202eswor\u202c then, i want to die', 'i want to die'],
    ['ǝᴉp oʇ ʇuɐʍ ı', 'ǝᴉp oʇ ʇuɐʍ ı'],
    ['ǝᴉp oʇ ʇuɐʍ ı İİİİ', 'ǝᴉp oʇ ʇuɐʍ ı'],
  ])('stands where it is stored, once, in a text that is shown another way: %j', (user, where) => {
    const evidence: Evidence[] = [];
    screen.screen({ user, assistant: 'Noted.', context: [] }, evidence);
    // What nobody sees behind a word belongs to it.
    const places = evidence.map(({ rule, start, end }) => `${rule} ${user.slice(start, end).replace(/\u202c$/, '')}`);
    expect(places.some((place) => place.startsWith('crisis_suicide') && place.endsWith(where))).toBe(true);
    expect(new Set(places).size).toBe(places.length);
  });

  it('counts the turns of the context', () => {
    const evidence: Evidence[] = [];
    const context = ['hello', 'I cut my arms again'].map((text) => ({ sender: 'user' as const, text }));
    screen.screen({ user: 'ok', assistant: 'ok', context }, evidence);
    expect(evidence.find(({ rule }) => rule.startsWith('self_harm:'))).toMatchObject({
      where: 'context',
      turn: 1,
      start: 0,
    });
  });
});
