import { luhn } from './checks.ts';
import { matchesOf } from './matches.ts';
import { isTaken, type Reading, take } from './reading.ts';
import type { PersonalKind } from './span.ts';

const sign = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー]';
const admin = '[省市区區县縣府県町村郡路街巷弄]';
const house =
  '\\d{1,4}(?:-\\d{1,4}){2}|\\d{1,5}(?:丁目|番地?|号|號|弄|栋|棟|幢)(?:\\d{0,5}(?:番地?|号|號|栋|棟|幢|单元|單元|楼|樓|层|室|座|-)){0,4}\\d{0,4}';
/** Where a prefecture and a town stand before it, two numbers are a house's too. */
const houseOfTown = `\\p{Script=Han}{2,3}[都道府県]${sign}{1,12}[市区郡]${sign}{1,12}\\d{1,4}-\\d{1,4}(?![\\d:-])`;
const hangul = '\\p{Script=Hangul}';

/** Addresses whose parts go from the largest to the smallest. No pattern looks further than a few dozen units. */
const addresses = [
  new RegExp(`(?=${sign}{0,20}${admin})${sign}{3,28}(?:${house})`, 'gu'),
  new RegExp(houseOfTown, 'gu'),
  new RegExp(
    `(?<!${hangul})(?:${hangul}{1,7}[시도] )?${hangul}{1,5}[구군시] (?:${hangul}|\\d){1,10}[로길동] ?\\d{1,4}(?:-\\d{1,4})?(?:번지|번길|호)?(?: \\d{1,4}[동호])?`,
    'gu',
  ),
];
/** What stands before an address and is no part of it. */
const lead =
  /^[\p{Script=Han}お]{0,6}?(?:(?:住所|自宅|家|実家|(?:お?届け|送り)先)[はがも:：]|住在|住址是|地址是|地址|位于|寄到|送到|在|是|住|到)(?=\p{Script=Han}{2})/u;

/** Dates as they are written from Japan to China, with the years of emperors and of Taiwan too. */
const date =
  '(?:(?:(?:19|20)\\d\\d|(?:昭和|平成|令和|民国|民國) ?(?:\\d{1,3}|元)) ?[年년] ?)?\\d{1,2} ?[月월] ?\\d{1,2} ?[日일号號]?|(?:19|20)\\d\\d ?[./-] ?\\d{1,2} ?[./-] ?\\d{1,2}|\\d{1,2} ?[./-] ?\\d{1,2} ?[./-] ?(?:19|20)\\d\\d';
const born = '生年月日|誕生日|出生(?:日期?|年月日?|时间|時間)?|生[于於]|生日|생년월일|생일|태어난 ?날';

const rest = '(?:号码?|號碼?|番号|번호)?(?:是|为|為|は|은|는|가|이)? ?[:=]? ?';
const numbers: readonly { kind: PersonalKind; form: RegExp; holds?: (digits: string) => boolean }[] = [
  {
    kind: 'date_of_birth',
    form: new RegExp(`(?:${born})[^。.!?\\n\\d昭平令民]{0,8}(${date})(?!\\d)`, 'dgu'),
  },
  {
    kind: 'date_of_birth',
    form: new RegExp(
      `(?<!\\d)(${date}) ?(?:に|에)? ?(?:生まれ|うまれ|出生|生(?![\\p{L}])|생(?:(?!${hangul})|(?=[이입인임]))|태어)`,
      'dgu',
    ),
  },
  {
    kind: 'phone',
    form: new RegExp(
      `(?:手机|手機|电话|電話|联系方式|(?<![证證照险險卡历歷])(?=号码|號碼)|携帯|微信|휴대폰|핸드폰|전화|연락처)${rest}(\\+?\\d[\\d -]{5,16}\\d)`,
      'dgu',
    ),
  },
  {
    kind: 'national_id',
    form: new RegExp(
      `(?:身份证|身分證|护照|護照|パスポート|旅券|マイナンバー|주민(?:등록)?|여권)${rest}([a-z]{0,2}\\d[\\d -]{4,18}[\\dx])`,
      'dgu',
    ),
  },
  {
    kind: 'card',
    form: new RegExp(`(?:卡|カード|카드)${rest}(\\d[\\d -]{11,22}\\d)`, 'dgu'),
    holds: (digits) => luhn(digits),
  },
  {
    kind: 'health_id',
    form: new RegExp(`(?:医保|医疗保险|病历|就诊|保険証|診察券|건강보험)卡?${rest}([a-z]{0,3}\\d[\\d-]{4,16})`, 'dgu'),
  },
];

/** Addresses and numbers in texts without blanks between words, where no word list can tell what stands beside them. */
export function findScriptNumbers(reading: Reading): void {
  const { lower } = reading;
  for (const form of addresses) {
    for (const match of matchesOf(form, lower)) {
      const skipped = lead.exec(match[0])?.[0].length ?? 0;
      const [start, end] = [match.index + skipped, match.index + match[0].length];
      if (!isTaken(reading, start, end)) take(reading, 'address', start, end);
    }
  }
  for (const { kind, form, holds } of numbers) {
    for (const match of matchesOf(form, lower)) {
      const [start, end] = match.indices?.[1] ?? [0, 0];
      const digits = lower.slice(start, end).replace(/\D/g, '');
      if (end > start && (holds?.(digits) ?? true) && !isTaken(reading, start, end)) take(reading, kind, start, end);
    }
  }
}
