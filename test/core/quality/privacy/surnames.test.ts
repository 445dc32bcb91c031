import { redacted } from '../../../support/redacted.ts';

describe('a family name that is a usual word', () => {
  it.each([
    ["i'm anna baker", "i'm NAME"],
    ['im tom cooper and i lift', 'im NAME and i lift'],
    ['my name is emily smith', 'my name is NAME'],
    ['i am sara bell. 34, two kids', 'i am NAME. 34, two kids'],
    ["it's megan parker again", "it's NAME again"],
    ['met hannah potter at parkrun', 'met NAME at parkrun'],
    ['my coach lisa fisher says rest', 'my coach NAME says rest'],
    ['i talked to ben cook about my knee', 'i talked to NAME about my knee'],
    ['MY NAME IS EMILY SMITH', 'MY NAME IS NAME'],
    ['HI MY NAME IS JOANNA MILLER, I STARTED RUNNING', 'HI MY NAME IS NAME, I STARTED RUNNING'],
    ['MY COACH ADAM WRIGHT IS THE BEST', 'MY COACH NAME IS THE BEST'],
  ])('belongs to the name, where capitals say nothing: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    ['my name is john and i run', 'my name is NAME and i run'],
    ['my name is mike runner at heart', 'my name is NAME runner at heart'],
    ['tell anna cook less', 'tell NAME cook less'],
    ['went w josh, hill sprints after', 'went w NAME, hill sprints after'],
    ['lunch with anna rice and beans', 'lunch with NAME rice and beans'],
    ['im tom best of luck', 'im NAME best of luck'],
    ["i'm anna long time lurker", "i'm NAME long time lurker"],
  ])('is the word where the sentence goes on with it: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    "i'm a baker and i get up at 4",
    'I AM STRONG AND I WILL WIN',
    'MY NAME IS NOT IMPORTANT',
    'the turner in my shop says hi',
  ])('is a word without a given name: %s', (text) => expect(redacted(text)).toBe(text));
});

describe('a family name that stands first, in capitals', () => {
  it.each([
    ['my name is OKONKWO CHIDI', 'my name is NAME'],
    ['this is OKONKWO CHIDI', 'this is NAME'],
    ['I am TANAKA Yuki, I do yoga', 'I am NAME, I do yoga'],
    ["I'M WANG WEI, NICE TO MEET YOU", "I'M NAME, NICE TO MEET YOU"],
    ['her name is XOLISWA', 'her name is NAME'],
  ])('is found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each(['my name is PPL', 'it is called EMDR', "the app's name is HEVY"])('is no abbreviation: %s', (text) =>
    expect(redacted(text)).toBe(text),
  );
});
