import { redacted } from '../../../support/redacted.ts';

describe('numbers that their word tells', () => {
  it.each([
    ['our zip is 60614 now', 'our zip is [address] now'],
    ['ZIP code: 02139-4307', 'ZIP code: [address]'],
    ['my postcode is 3056', 'my postcode is [address]'],
    ['PLZ 50667', 'PLZ [address]'],
    ['mon code postal est 69003', 'mon code postal est [address]'],
    ['CEP: 04538-133', 'CEP: [address]'],
    ['PLZ50667', 'PLZ[address]'],
    ['_zip 60614', '_zip [address]'],
    ["d'plz 50667", "d'plz [address]"],
    ['das ist meine Haus-PLZ 50667', 'das ist meine Haus-PLZ [address]'],
    ['my pin is one-two-three-four', 'my pin is [national_id]'],
    ["the gym-pin's 4821", "the gym-pin's [national_id]"],
    ['zip_zip: 60614', 'zip_zip: [address]'],
    ['acct no 90817263, thanks', 'acct no [national_id], thanks'],
    ['Acct number: 44556677', 'Acct number: [national_id]'],
    ['00 353 1 679 3000', '[phone]'],
    ['00 44 161 496 0345 after six', '[phone] after six'],
    ['0044 20 7946 0991', '[phone]'],
    ['I live at 51.50412, -0.11934', 'I live at [address]'],
    ['my house: 40.689 N, 74.045 W', 'my house: [address]'],
    ['48.85341, 2.34880 is where we live', '[address] is where we live'],
    ['my phone: 9 8 7 6 5 4 3 2 1 0', 'my phone: [phone]'],
    ['call 7 9 4 6 0 9 9 1 8', 'call [phone]'],
    ['주민번호는 901224 - 2345673', '주민번호는 [national_id]'],
    ['주민번호 751103 – 1823455 맞나요', '주민번호 [national_id] 맞나요'],
    ['meet me at 12 Larch St, Unit 9, Sudbury, ON P3E 1B8', 'meet me at [address]'],
    ['自宅は神奈川県横浜市港北区日吉4-1-1です', '自宅は[address]です'],
    ['住所は大阪府堺市北区中百舌鳥町2-104です', '住所は[address]です'],
    ['06 12 34 56 78 ou 07 98 76 54 32', '[phone] ou [phone]'],
  ])('are found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    ['私の生年月日は1988年11月3日です。', '私の生年月日は[date_of_birth]です。'],
    ['born February the 2nd, 2012', 'born [date_of_birth]'],
    ['昭和63年11月3日生まれです', '[date_of_birth]生まれです'],
    ['誕生日は11月3日', '誕生日は[date_of_birth]'],
    ['出生年月：1988年11月3日', '出生年月：[date_of_birth]'],
    ['我出生于1988年11月3日', '我出生于[date_of_birth]'],
    ['생일은 1988년 11월 3일이에요', '생일은 [date_of_birth]이에요'],
    ['1988년 11월 3일생입니다', '[date_of_birth]생입니다'],
  ])('are dates of birth: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'zip up, then 10000 steps',
    'zip ties, 25000 of them',
    '大会は2025年5月3日です',
    '比赛是2025年5月3日',
    '대회는 2025년 5월 3일이에요',
    '00 15 30 45 60 75 90',
    '4 8 15 16 23 42',
    '10 9 8 7 6 5 4 3 2 1 burpees',
    '12 11 10 9 8 7 6 5 4 3 2 1 sit ups',
    '2 4 6 8 10 12 14 16 snatches',
    '横浜市 川崎市3-2',
    'training 12/05 14/05 16/05 18/05',
    '2025 2026 2027 marathons planned',
    'incline 1 2 3 4 5 6 7 8 9 10',
    'the race starts at 51.50412, -0.11934',
    'lifted at home 82.125, 84.375, 90.500',
  ])('are not: %s', (text) => expect(redacted(text)).toBe(text));

  it.each([
    ['NINO: AB 12 34 56 C', 'NINO: [national_id]'],
    ['my Nino number is AB123456C', 'my Nino number is [national_id]'],
    ['Nino is my cousin, he says hi', 'NAME is my cousin, he says hi'],
  ])('their word is no name: %s', (text, expected) => expect(redacted(text)).toBe(expected));
});
