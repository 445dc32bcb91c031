import { redacted } from '../../../support/redacted.ts';

describe('what is written so that no filter sees it', () => {
  it.each([
    ['love, D_a_m_a_r_i_s', 'love, NAME'],
    ['its m-a-r-c-u-s again', 'its NAME again'],
    ['signed, 0livia', 'signed, NAME'],
    ['my sister N1cole and my coach E1izabeth', 'my sister NAME and my coach NAME'],
    ['my coach R!chard and my wife M|randa', 'my coach NAME and my wife NAME'],
    ["i'm R/u/t/h", "i'm NAME"],
    ["i'm Brun0", "i'm NAME"],
    ['phone O7700 9OO l23', 'phone [phone]'],
    ['card 4l1l 1111 1111 1111', 'card [card]'],
    ['dob 07_05_1988, or 07|05|1988', 'dob [date_of_birth], or [date_of_birth]'],
    ['dob 7th of May, nineteen eighty-eight', 'dob [date_of_birth]'],
    ['write ruth.k@ gmail.com thx', 'write [email] thx'],
    ['write ruth.k @gmail.com thx', 'write [email] thx'],
    ['my page is https : // instagram . com / iris.lifts', 'my page is [url_id]'],
    ['Saaaarah!!! miss you', 'NAME!!! miss you'],
    ['I live at 73 H1ghfield R0ad, Luton', 'I live at [address]'],
    ['I live at t w e n t y t w o Oak Road', 'I live at [address]'],
    ['3one2-5five5-01four7 is my line', '[phone] is my line'],
    ['whatsapp me: four four 7700 nine zero zero 123', 'whatsapp me: [phone]'],
    ['my ssn is 219 - zero nine - 9999', 'my ssn is [national_id]'],
    ['my page is facebook dot com slash iris_b', 'my page is [url_id]'],
    ['my page is instagram (dot) com / iris.lifts', 'my page is [url_id]'],
  ])('is found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'F-A-S-T is the stroke check',
    'P_U_S_H harder, then s-l-o-w-l-y down',
    'A_B_C_D are the four blocks',
    '2day I ran, 4ever tired, gr8 job',
    '5mins rest, 3sets of 8reps, 7eleven after',
    'w0rkout was h4rd, n0 p4in n0 g4in',
    'wow!wow!wow, i|ii|iii are the phases',
    'Soooo tired, Nooooo way, Pleaaaase',
    '7one-rep maxes in a row, 5five sets',
    'call me after 12 one arm rows 45 60 75',
    'the ratio is 5 slash 10',
    'a/b/c/d are the options, pick a,b,c,d',
    '5oo reps of 2oo, 10l of water and 1500 m',
    'Zone4 Week3 Round3 Rx3',
    'site . com / page',
    '10_10_10 or 20|20|20',
  ])('is nothing to hide: %s', (text) => expect(redacted(text)).toBe(text));
});

describe('links', () => {
  it.each([
    'https://iris-runs.wordpress.com/2023/04/about-my-divorce',
    'https://iris-runs.blogspot.com/',
    'https://clinic.example/results/4f2e-9912',
    'https://iris-holt.example/cv',
    'https://www.parkrun.example/parkrunner/4402817/',
    'https://shop.example/wishlist/3KQW7Z',
    'https://linktree.com/iris.moves',
    'https://app.example.com/training/982311873',
    'https://app.example.com/health/3f2b8c1e-9a77-4c11-b2aa-0011aa22bb33',
    'https://app.example.com/fitness/plan/88213411',
    'https://app.example.com/training/plan-88213411',
    'https://app.example.com/health/88213411/my-lab-results/99213411',
    'https://app.example.com/health/results-of-jane-doe-1984',
    'https://portal.hospital.org/conditions/98213345',
    'https://paper.example.com/obituaries/jane-marie-doe-12345678',
    'https://paper.example.com/news/obituaries/jane-doe-of-leeds-12345678',
    'https://give.example.com/fundraise/jane-doe-runs-for-hope-88213411',
    'https://club.example.com/jane-marie-doe-12345678',
  ])('lead to a person: %s', (text) => expect(redacted(`see ${text}`)).toBe('see [url_id]'));

  it.each([
    'https://www.runners.example/training/a20862437/how-to-pace/',
    'https://www.paper.example/news/how-to-start-running-5551234',
    'https://www.reddit.com/r/Fitness/wiki/getting_started/',
    'https://races.example/results/2024',
    'https://clinic.example/healthy-lifestyle/fitness/in-depth/exercise/art-20048269',
    'https://paper.example/news/uk-england-61234567',
    'https://paper.example/news/articles/612345',
    'https://runs.example/training/12345678/why-rest-days-work',
    'https://runs.example/how-to-run-a-faster-5k-61234567',
    'https://runs.example/fitness/plans/twelve-week-beginner-plan-for-5k-in-2024',
    'the recipe at goodsoups.com/recipes/lentil-ragu was lovely',
  ])('lead to what anybody may read: %s', (text) => expect(redacted(text)).toBe(text));
});
