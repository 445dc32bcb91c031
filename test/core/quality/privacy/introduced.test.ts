import { redacted } from '../../../support/redacted.ts';

describe('who introduces himself in small letters', () => {
  it.each([
    ['hey its mwangi again', 'hey its NAME again'],
    ['this is chidinma', 'this is NAME'],
    ["yo it's thabo btw, missed class", "yo it's NAME btw, missed class"],
    ['hi this is oluchi from the gym', 'hi this is NAME from the gym'],
    ['hello its tendaiwa here', 'hello its NAME here'],
    ['hey Sarahhh', 'hey NAME'],
    ['Thanks Annnna!', 'Thanks NAME!'],
  ])('is found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'this is brutal',
    'hey its burpeez day',
    'hey its soooo hard again',
    'hey its snowing again',
    'hey its hrv again',
    'hey its strava again',
    'this is min',
    'its karen again, 150 wall balls',
    'this is fran',
    'hey its monday again',
    'this is akwaaba',
  ])('is nobody: %s', (text) => expect(redacted(text)).toBe(text));
});

describe('what somebody is', () => {
  it.each([
    "I'm Kenyan",
    "I'm Libra, so what",
    'im Norwegian and I ski',
    "I'm Irish American",
    "I'm Jewish.",
    "I'm Mesomorph",
    "I'm Gen Z, sorry",
    "I'm Hypermobile, so careful",
    "I'm Dysautonomic",
    "I'm Irish and I love beer",
    "I'm Vegan, nice to meet you",
    'Hello Yogaaa, tell me more',
    'my friend Deadliftttt',
  ])('is no name: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ["I'm Irish Delacruz", "I'm NAME"],
    ['My name is Gemini', 'My name is NAME'],
    ["I'm Christian, hi", "I'm NAME, hi"],
    ["I'm Roma and I love yoga", "I'm NAME and I love yoga"],
    ['I am Lao, nice to meet you', 'I am NAME, nice to meet you'],
  ])('may be one: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});

describe('a machine that is spoken to', () => {
  it.each([
    'Siri thinks I did 12 reps',
    'Alexa, set a timer for 20 minutes',
    'hey Alexa, play my running playlist',
    'I told Alexa to set an alarm for 5',
    'asked Siri for the weather',
    'Hey Cortana, stop the music',
  ])('is no person: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ['my coach Alexa told me to rest', 'my coach NAME told me to rest'],
    ['Alexa, set your feet wider', 'NAME, set your feet wider'],
    ['my friend Siri says hi', 'my friend NAME says hi'],
    ["I'm Siri", "I'm NAME"],
  ])('may be one: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});

describe('a word that is a place too', () => {
  it.each([
    ['Savannah hit me again', 'NAME hit me again'],
    ['Regina keeps texting my son', 'NAME keeps texting my son'],
    ['call Salvador on 07700 900123', 'call NAME on [phone]'],
    ['tell Whitney I am late', 'tell NAME I am late'],
    ['Siena and Anna ran', 'NAME and NAME ran'],
    ['Mr. Sheffield hit me', 'Mr. NAME hit me'],
    ['I saw Dr Palermo today', 'I saw Dr NAME today'],
  ])('is a person where people are meant: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'the Sheffield half',
    'I miss Sheffield',
    'Austin treated me well',
    'Denver kicked my ass',
    'Everest is my dream',
    'Whoop told me I slept badly',
    'Captain America workout',
  ])('is none elsewhere: %s', (text) => expect(redacted(text)).toBe(text));
});

describe('who is said to be who', () => {
  it.each([
    ['Good evening, myself Raghunath, I want to lose fat', 'Good evening, myself NAME, I want to lose fat'],
    ['Myself Lakshmi Iyer from Pune', 'Myself NAME from Pune'],
    ['This side Gurmeet, we spoke before', 'This side NAME, we spoke before'],
    ['Lindiwe this side, please help', 'NAME this side, please help'],
    ['most people know me as Torbjorn', 'most people know me as NAME'],
    ['hey its me lorcan', 'hey its me NAME'],
    ['luv Damaris', 'luv NAME'],
    ['signed Barnabas\n Whitcomb', 'signed NAME'],
    ['Absalom just proposed!!', 'NAME just proposed!!'],
    ['Wolfrun and Tamsyn are my kids', 'NAME and NAME are my kids'],
    ['nadia stop eating my bars', 'NAME stop eating my bars'],
    ['hbd anya', 'hbd NAME'],
    ['Get well soon Ottokar', 'Get well soon NAME'],
    ['Sagal has been sick', 'NAME has been sick'],
    ['Xanthe might join us', 'NAME might join us'],
    ['my name=bruno', 'my name=NAME'],
    ['On behalf of Ms Adeyinka I cancel', 'On behalf of Ms NAME I cancel'],
  ])('is found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'I did it all by myself, Monday to Friday',
    'I treated myself, Netflix and pizza all night',
    'Proud of myself! Crushed the workout',
    'this side hurts more than the other',
    'On this side Hamstring is tighter',
    'hey its me again',
    'luv Zumba',
    'Strava has been slow, Zwift might crash',
    'Creatine is late, Peloton is on vacation',
    'proud of Crossfit',
    'ily coach',
    'Ran with Nike\n Runkeeper today',
    'Strava just updated, Garmin always says so',
    'Yoga and Pilates are my loves',
    'max out then stop going',
    'On behalf of Nike, I got shoes',
  ])('is nobody: %s', (text) => expect(redacted(text)).toBe(text));
});
