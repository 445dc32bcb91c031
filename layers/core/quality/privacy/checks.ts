/**
 * Check digits, by which a number shows that it is of its kind. Each takes the digits (and letters, upper
 * case) without separators.
 */

const digitsOf = (text: string): number[] => Array.from(text, Number);
const weighted = (digits: readonly number[], weights: readonly number[]): number =>
  weights.reduce((sum, weight, index) => sum + weight * (digits[index] ?? 0), 0);
const allSame = (text: string): boolean => text.replaceAll(text[0] ?? '', '') === '';

/** ISO/IEC 7812, annex B: payment cards, Canadian SIN. */
export function luhn(number: string): boolean {
  let sum = 0;
  for (let index = 0; index < number.length; index++) {
    const digit = number.charCodeAt(number.length - 1 - index) - 48;
    sum += index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0 && !allSame(number);
}

/** ISO 7064, mod 97-10, over the number with letters as 10 to 35. */
export function mod97(code: string): number {
  let rest = 0;
  for (const sign of code) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

const verhoeffProduct = (a: number, b: number): number =>
  a < 5 ? (b < 5 ? (a + b) % 5 : ((a + b) % 5) + 5) : b < 5 ? ((a - b + 5) % 5) + 5 : (a - b + 5) % 5;
const verhoeffTurn = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** Verhoeff's check over the dihedral group of order ten: Aadhaar. */
export function verhoeff(number: string): boolean {
  let check = 0;
  for (let index = 0; index < number.length; index++) {
    let digit = number.charCodeAt(number.length - 1 - index) - 48;
    for (let turn = 0; turn < index % 8; turn++) digit = verhoeffTurn[digit] ?? 0;
    check = verhoeffProduct(check, digit);
  }
  return check === 0;
}

/** ISO 7064, mod 11,10: German tax number. */
export function mod11and10(number: string): boolean {
  let product = 10;
  for (const digit of digitsOf(number.slice(0, -1))) {
    const sum = (digit + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(number.at(-1));
}

const cpfDigit = (digits: readonly number[], count: number): number => {
  const sum = digits.slice(0, count).reduce((total, digit, index) => total + digit * (count + 1 - index), 0);
  return ((sum * 10) % 11) % 10;
};

/** National numbers of eleven, ten, nine and other lengths, by country: does the check hold? */
export const nationalChecks = {
  cpf: (number: string) => {
    const digits = digitsOf(number);
    return !allSame(number) && cpfDigit(digits, 9) === digits[9] && cpfDigit(digits, 10) === digits[10];
  },
  pesel: (number: string) => {
    const month = Number(number.slice(2, 4)) % 20;
    const day = Number(number.slice(4, 6));
    const sum = weighted(digitsOf(number), [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    return sum % 10 === 0 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  },
  steuer: (number: string) => number[0] !== '0' && mod11and10(number),
  aadhaar: (number: string) => /^[2-9]/.test(number) && verhoeff(number),
  nir: (number: string) =>
    /^[12]\d\d(?:0[1-9]|1[0-2]|[2-9]\d)/.test(number) &&
    Number(number.slice(13)) === 97 - (Number(number.slice(0, 13)) % 97),
  ssn: (number: string) => !/^(?:000|666|9)|^...00|0000$/.test(number),
  chinese: (code: string) =>
    /^[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])/.test(code) &&
    '10X98765432'[weighted(digitsOf(code.slice(0, 17)), [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]) % 11] ===
      code[17],
  dni: (code: string) =>
    'TRWAGMYFPDXBNJZSQVHLCKE'[Number(code.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2')) % 23] ===
    code.at(-1),
} as const;

/** Lengths of the account numbers of the countries that have them (SWIFT's registry). */
export const ibanLengths: ReadonlyMap<string, number> = new Map(
  (
    'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22' +
    'GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20' +
    'MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24' +
    'TR26UA29VA22VG24XK20'
  )
    .match(/[A-Z]{2}\d\d/g)
    ?.map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]) ?? [],
);
