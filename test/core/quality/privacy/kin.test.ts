import { redacted } from '../../../support/redacted.ts';

describe('kin, teachers and friends', () => {
  it.each([
    ['Dadi Kamla does yoga at 80', 'Dadi NAME does yoga at 80'],
    ['Yamada sensei said bend the knees', 'NAME sensei said bend the knees'],
    ['Priya didi helped me', 'NAME didi helped me'],
    ['run w/Theo at 6', 'run w/NAME at 6'],
    ['nah matt im good', 'nah NAME im good'],
    ['kev lol no', 'NAME lol no'],
    ['sarah?? hello??', 'NAME?? hello??'],
    ["It's Vic, not Victoria", "It's NAME, not NAME"],
    ['gavins new gf is hot', 'NAME new gf is hot'],
    ['went to sarahs birthday', 'went to NAME birthday'],
    ['winner: Apinya', 'winner: NAME'],
    ['wheres derek', 'wheres NAME'],
    ['gn oksana', 'gn NAME'],
    ['i cheated on derek', 'i cheated on NAME'],
    ['derek sucks', 'NAME sucks'],
    ['hi,mike!', 'hi,NAME!'],
    ["Sorry I'm late, Ottoline had a nosebleed", "Sorry I'm late, NAME had a nosebleed"],
    ['it was Callums fault', 'it was NAME fault'],
    ["lakshmi aunty's curry", "NAME aunty's curry"],
    ['my username is liftqueen', 'my username is [handle]'],
    ['lil Tay learned to crawl', 'lil NAME learned to crawl'],
    ['my mate Moose ran a marathon', 'my mate NAME ran a marathon'],
  ])('are found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    "Father's Day 5k",
    'dad bod goals',
    'my coach Monday cancelled',
    'w my wife\nSent from my phone',
    'nah im good',
    'johns hopkins says so',
    'Partner: none',
    'Hi! ping me later',
    'my handle is broken',
    'sarongs new colours',
    'the pilates didi',
  ])('are nobody: %s', (text) => expect(redacted(text)).toBe(text));

  it('an account is nobody, the round after too', () => {
    expect(redacted('old iban DE89 3704 0044 0532 0130 00, please delete')).toBe('old iban [iban], please delete');
  });
});
