import { redacted } from '../../../support/redacted.ts';

describe('a name in small letters', () => {
  it.each([
    ['went w josh', 'went w NAME'],
    ['me n tyler did squats', 'me n NAME did squats'],
    ['karen & me did yoga', 'NAME & me did yoga'],
    ['call sarah at 5', 'call NAME at 5'],
    ['so i told vanessa off', 'so i told NAME off'],
    ['linda texted', 'NAME texted'],
    ['linda: are you coming?', 'NAME: are you coming?'],
    ['linda is mean to me', 'NAME is mean to me'],
    ['amanda never answers me', 'NAME never answers me'],
    ['from linda', 'from NAME'],
    ['got a dm from diane', 'got a dm from NAME'],
    ['kevin pls move my slot', 'NAME pls move my slot'],
    ['mit julia im gym', 'mit NAME im gym'],
    ['avec nathalie au parc', 'avec NAME au parc'],
  ])('is found where only a person can stand: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});

describe('what a car, a member and a purse are known by', () => {
  it.each([
    ['license plate M-KL 4402', 'license plate [national_id]'],
    ['my number plate is AB12 CDE', 'my number plate is [national_id]'],
    ['car plate 7ABC123', 'car plate [national_id]'],
    ['kenteken 12-abc-3', 'kenteken [national_id]'],
    ['VIN WVWZZZ1JZXW000001', 'VIN [national_id]'],
    ['Membership no. 00342211', 'Membership no. [national_id]'],
    ['cashapp $lenakrause', 'cashapp [handle]'],
    ['send it to $tomkat9 on cash app', 'send it to [handle] on cash app'],
    ['ชื่อสมชาย', 'ชื่อNAME'],
    ['เพื่อนชื่อมานี ครับ', 'เพื่อนชื่อNAME ครับ'],
  ])('is found by the word before it: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});

describe('the same words elsewhere', () => {
  it.each([
    'did linda in 12:40',
    'linda: 17:20 rx',
    'did cindy n helen',
    'karen was brutal',
    'annie and karen killed me',
    'linda n fran back to back',
    'kelly is tomorrow',
    'nancy is mean, 5 rounds',
    'from austin',
    'call uber at 5',
    'call center at 5',
    'tell siri to stop',
    'me n my bro hit legs',
    'w kettlebells only',
    'mit strava laufen',
    'with jordan shoes on',
    'number plates 20 kg',
    'license plate on 12 cars',
    'weight plate 20 kg and 10 kg',
    'i paid $20 by cash app',
    'membership no longer active since 2019',
    'bought vin rouge 2017 for $20',
    'ชื่ออะไร',
  ])('stay: %s', (text) => expect(redacted(text)).toBe(text));
});

describe('what is pitied', () => {
  it.each([
    'a poor pearl got sold',
    'poor pearl made my day worse',
    'the poor ruby lost its shine',
    'poor pearl came late',
  ])('is a thing by a name that is a word: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ['poor pearl fell off her bike', 'poor NAME fell off her bike'],
    ['poor pearl got fired', 'poor NAME got fired'],
    ['poor ruby missed the bus', 'poor NAME missed the bus'],
    ['poor hazel threw up after the run', 'poor NAME threw up after the run'],
    ['sweet amber brought me soup', 'sweet NAME brought me soup'],
    ['poor olive broke her arm', 'poor NAME broke her arm'],
    ['poor josh stayed home', 'poor NAME stayed home'],
    ['Poor Pearl had to wait', 'Poor NAME had to wait'],
    ['poor sarah is sick', 'poor NAME is sick'],
  ])('is a person where people are spoken of: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});
