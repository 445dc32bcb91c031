import { loadPrivacyLexicon } from '../../../../layers/adapters/privacy-files.ts';
import { createRedactor, redactDialogue, redactText } from '../../../../layers/core/quality/privacy/redact.ts';
import { Scan } from '../../../../layers/core/quality/privacy/scan.ts';
import { growth, mostGrowth } from '../../../support/growth.ts';

const redactor = createRedactor(loadPrivacyLexicon('layers/policy'));

/** Each is the worst that was thought of for some pattern, repeated to any length. */
const pieces: Record<string, string> = {
  letters: 'a',
  escapes: '&#39;',
  dressedNumbers: 'call me 1:',
  pairs: 'tel six onze ',
  asked: 'is bill mad he ',
  halfEscapes: '&amp;#',
  picturedDigits: '1🏀',
  commaDigits: '01,',
  tokens: 'token: aaaaaaaaaaaaaaaaaaaaaaaaa',
  locks: 'code for my a a is ',
  capitals: 'A',
  digits: '1',
  spelledLetters: 'a ',
  spelledDigits: '1 ',
  dotted: '1.',
  dottedLetters: 'a.',
  ats: '@',
  atsInWords: 'a@',
  almostEmails: 'a@b.',
  spokenEmails: 'a dot b at ',
  mailsInWords: 'mail is a b at c ',
  mailsUnended: 'a_b at gmail ',
  saidDigits: 'four five dash ',
  saidPins: 'my pin is one two three ',
  saidDates: 'born the first of june nineteen ',
  swapped: 'l1 ',
  swappedLong: 'l12 1111111111111111111111111111111111111111111111111111x ',
  swappedNames: 'm4r',
  spokenHouses: 'twenty two A Street ',
  ordinals: '12 9th 5th ',
  quarters: '2-11-3 A, B-',
  postcodes: 'postcode SW1A ',
  bracketedEmails: 'a [at] b [dot] ',
  underscores: 'a_b',
  spelledWithMarks: 'a_a_a_a_a ',
  saidSlashes: 'a dot com slash a slash ',
  spacedSlashes: '(dot) com / a / ',
  halfSpacedMails: 'a.b @gmail.',
  gluedDigits: '7one8-',
  mixedDigits: 'one 22 ',
  plots: 'C-42, A B, ',
  plotsWithPins: 'C-42, Ab, Ab 110016 ',
  drawnOut: 'Saaaa',
  exclaimed: 'a!a|',
  articles: 'a.b/a-b-c/12345/a-b-c',
  hashes: 'a#1',
  links: 'http://a.b/',
  slashes: 'a.b/',
  spacedPoints: 'a . b ',
  colons: 'a:',
  addresses: '12 Oak Elm ',
  streets: '12 Oak Street, ',
  leading: 'calle de la calle de la ',
  compounds: 'Lindenstraße ',
  suites: 'Suite 1 Suite 2 ',
  livesOn: 'lives on Oak ',
  births: 'born on ',
  dates: '12/12/1990 ',
  phones: '+1 (415) 555-0132 ',
  groups: '123 456 ',
  cards: '4111 1111 1111 1111 ',
  codes: 'AB12-CD34-',
  accounts: 'DE12 ',
  passwords: 'my password is ',
  sentCodes: 'otp code a a a 12345-',
  numberedAccounts: 'account 1 2 ',
  latitudes: 'lat 51.50412, ',
  barePaths: ' /a-b/c-d/jane-doe-1',
  lists: 'Fran, Michael, ',
  surnames: 'anna baker ',
  words: 'one two three ',
  names: 'Sarah ',
  lowNames: 'sarah, ',
  possessives: "Sarah's ",
  introductions: 'my name is ',
  honorifics: 'Dr. ',
  workouts: 'Fran and Grace ',
  roles: 'my coach ',
  particles: 'Ludwig van der ',
  quotes: '"Fran" ',
  lines: 'Sarah\n',
  newlines: '\n',
  blanks: ' ',
  zeroWidth: 'a\u200b',
  marks: 'a\u0301',
  fullWidth: 'ａ',
  lookalikes: 'аb ',
  rightToLeft: 'שלום ',
  chineseNames: '我叫王小明，',
  japaneseNames: '田中さん',
  chineseStreets: '市路',
  chineseNumbers: '路1号',
  chineseCues: '手机号1 ',
  koreanStreets: '시 구 로 ',
  speakers: 'Anna: ',
  arabicNames: 'اسمي محمد العلي ',
  surrogates: '\ud83d',
  pictures: '🏃‍♀️',
  questions: '?',
  placeholders: '[email] ',
  handles: 'my insta is a_b ',
  brackets: '[',
};
/** Something for every finder: else one is not asked at all, whatever follows. */
const signs =
  'My name is Sarah, mail me at a@b.de, see http://a.de/x, my insta is ab_c, ab#1234, u/abc. Born 1/2/1990, 12 Oak Street. Pin four five six seven, code AB12-CD34-EF56, password x9kLp, tel +1 415 555 0132, 10.0.0.1. 我叫王小明。\n';
/** What a pattern without a bound runs through. */
const runs = ['a', 'A', '1', 'a.', 'ab.', '1.', 'a-', 'a_b', 'a ', 'A ', '1 ', 'a, ', ' ', '\n', 'é', '我'];
const nobody: ReadonlySet<string> = new Set();

describe('hostile text', () => {
  it.each(Object.entries(pieces))(
    '%s: eight times the text does not take much more than eight times as long',
    (_, piece) => {
      // A stand-in that is a name itself: whatever was replaced is found again.
      expect(growth(piece, (text) => redactor.redact(text, () => 'Jonathan', nobody))).toBeLessThan(mostGrowth);
    },
  );

  it.each(runs)('"%s" again and again, after a sign of everything', (piece) => {
    expect(growth(piece, (text) => redactor.redact(signs + text, () => 'Jonathan', nobody))).toBeLessThan(mostGrowth);
  });

  it.each(Object.entries(pieces).filter((_, place) => place % 5 === 0))(
    '%s in a dialogue with a name in it',
    (_, piece) => {
      const inDialogue = (text: string) =>
        redactDialogue(
          redactor,
          { context: [{ sender: 'user', text: "I'm Sarah Jensen" }], user: text, assistant: `Sarah ${text}` },
          () => 'key',
        );
      expect(growth(piece, inDialogue)).toBeLessThan(mostGrowth);
    },
  );

  it.each([
    ['names', 'my coach @.\n'],
    ['names of several words', 'my coach Lea @-Brandt Ruhl.\n'],
  ])('%s that all differ, looked for in turns that hold none of them', (_, piece) => {
    const digits = 'aeioumnrst';
    const inDialogue = (text: string) => {
      let count = 0;
      const named = text.replaceAll(
        '@',
        () => `Stra${String(count++).replace(/\d/g, (at) => digits[Number(at)] ?? '')}x`,
      );
      const plain = text.replaceAll(/my coach .*@.*/g, 'the strange strap.');
      const context = Array.from({ length: 6 }, (_, turn) => ({ sender: 'ai' as const, text: `${turn} ${plain}` }));
      return redactDialogue(redactor, { context, user: named, assistant: plain }, () => 'key');
    };
    expect(inDialogue(piece.repeat(2000)).counts).toEqual({ name: 2000 });
    expect(growth(piece, inDialogue)).toBeLessThan(mostGrowth);
  });

  it.each([
    ['a megabyte of talk', 'I did 5x5 at 225 with Sarah and my knee hurts. '.repeat(22_000)],
    ['a megabyte without a blank', 'x'.repeat(1_000_000)],
    ['unpaired surrogates', '\ud800my name is Tamsin\udc00'],
    ['only signs that cannot be seen', '\u200b'.repeat(1000)],
    ['more names than a call has arguments', '田中さん'.repeat(140_000)],
    ['right to left', 'שמי יעל, \u202eolleh\u202c'],
    ['ten thousand question marks', '?'.repeat(10_000)],
    ['nothing', ''],
  ])('%s gets an answer', (_, text) => {
    expect(() => redactText(redactor, text, () => 'key')).not.toThrow();
  });
});

it('gives back the room that a megabyte of words needed when the next text comes', () => {
  const { table } = loadPrivacyLexicon('layers/policy');
  const scan = new Scan(table, /$^/);
  const [short, long] = ['I ran today', 'one two three '.repeat(70_000)];
  scan.read(short, short);
  const usual = scan.room;
  scan.read(long, long);
  expect(scan.count).toBe(210_000);
  scan.read(short, short);
  expect([scan.room, scan.count, scan.word(2)]).toEqual([usual, 3, 'today']);
});
