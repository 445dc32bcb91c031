import { loadMeasures } from '../../../layers/adapters/judge-files.ts';
import { LanguageOfTokens, languageOfBoth } from '../../../layers/core/quality/language.ts';
import { Tokens } from '../../../layers/core/quality/text/tokens.ts';
import { wordsOf } from '../../../layers/core/quality/text/trie.ts';
import { Vocabulary } from '../../../layers/core/quality/text/vocabulary.ts';

const { scoring } = loadMeasures(new URL('../../../layers/policy', import.meta.url).pathname, 'reflect');
const vocabulary = new Vocabulary(wordsOf(scoring.lexicon), scoring.frequencies);
const tokens = new Tokens(vocabulary);
const languages = new LanguageOfTokens(vocabulary);
const languageOf = (text: string) => languages.of(text, tokens.read(text));

describe('the language of a text', () => {
  it.each([
    ['en', 'leg day was brutal, my quads are toast'],
    ['en', '5x5 squats at 225, then plank'],
    ['en', 'ugh cant sleep again'],
    ['en', 'Fran in 4:12, new PR!'],
    ['en', 'I did yoga and a vinyasa flow, namaste'],
    ['en', 'I am in constant fear'],
    ['en', 'we met online'],
    ['en', 'I’m TIRED – can’t sleep… 😊🏽'],
    ['en', 'the café was naïve'],
    ['de', 'FÜR MICH WAR ES SCHÖN 💪'],
    ['fr', 'J’ai mangé, c’est très bien'],
    ['de', 'ich habe heute keine Lust auf Training, was soll ich machen'],
    ['es', 'hoy no quiero entrenar porque estoy muy cansada'],
    ['fr', "je n'ai pas dormi, je suis très fatigué aujourd'hui"],
    ['it', 'oggi non ho voglia di correre, sono molto stanco'],
    ['pt', 'não consigo dormir e estou muito cansado hoje'],
    ['nl', 'ik heb vandaag geen zin om te trainen'],
    ['pl', 'nie chce mi się dzisiaj iść na trening'],
    ['tr', 'bugün çok yorgunum ama koşmak istiyorum'],
    ['id', 'aku capek banget hari ini, gimana ya'],
    ['sv', 'jag orkar inte träna idag, det är för mycket'],
    ['ru', 'сегодня я очень устал после тренировки'],
    ['ja', '今日はとても疲れました'],
    ['zh', '我今天很累'],
    ['ar', 'أنا متعب جدا اليوم'],
    ['und', ''],
    ['und', '💪🔥'],
    ['und', '24:31'],
    ['und', 'zxqv'],
    ['und', 'Fran 4:48!'],
    ['und', 'Fran, Karen, Isabel'],
    ['und', 'Murph?'],
    ['und', 'geboren am 2.2.'],
    ['und', 'med ball'],
    ['en', 'mon tue wed off'],
    ['fr', 'mon genou est gonflé'],
    ['und', 'heel, Mia!'],
    ['sv', 'tack, det var bra'],
    ['pl', 'jest bardzo dobrze'],
    ['en', 'Fran? I nearly died'],
    ['en', 'I lost to my sister at Fran'],
    ['en', 'old habits die hard'],
    ['en', 'war is over, time to rest'],
    ['en', "I trained in my 40's, w/ a coach"],
    ['en', 'p l a n k for 2 minutes'],
    ['und', 'ni 5 km'],
    ['de', 'die Schulter war heute schlecht'],
    ['de', 'ｉｃｈ　ｈａｂｅ　ｈｅｕｔｅ　ｓｃｈｌｅｃｈｔ　ｇｅｓｃｈｌａｆｅｎ'],
    ['es', '𝗵𝗼𝘆 𝗻𝗼 𝗽𝘂𝗲𝗱𝗼 𝗱𝗼𝗿𝗺𝗶𝗿'],
    ['en', 'ｉ　ｗａｓ　ｔｉｒｅｄ　ｔｏｄａｙ'],
    ['sv', 'jag kommer från jobbet och är trött'],
    ['hi', 'aaj mujhe neend nahi aayi bhai'],
    ['hi', 'yaar bahut mushkil tha'],
    ['tr', 'hastayım'],
    ['tr', 'yoruldum, istemiyorum'],
  ])('%s: %s', (language, text) => {
    expect(languageOf(text)).toBe(language);
  });

  it.each([
    ['an IBAN', 'und', 'IT58 N276 2106 9408 7169 6616 080'],
    ['an address of the network', 'und', '5a3e:7b9b:ec0f:e887:9f28:baaa:c375:a8cd'],
    ['stretched words', 'en', 'yesss I waaant thiiis'],
  ])('takes %s for %s', (_, language, text) => expect(languageOf(text)).toBe(language));

  it('reads only the beginning of a very long text', () => {
    expect(languageOf('\ud800'.repeat(1_000_000))).toBe('und');
    expect(languageOf(`${'I feel good about this week. '.repeat(30)} ${'hoy no quiero entrenar '.repeat(900)}`)).toBe(
      'en',
    );
  });
});

describe('the language of an exchange', () => {
  it.each([
    ['en', 'en', 'en'],
    ['es', 'es', 'es'],
    ['en', 'en', 'und'],
    ['es', 'und', 'es'],
    ['und', 'und', 'und'],
    ['mul', 'en', 'es'],
    ['mul', 'es', 'en'],
  ])('%s for %s answered in %s', (both, user, reply) => expect(languageOfBoth(user, reply)).toBe(both));
});
