import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { NumberRun } from './number-runs.ts';

const countries: readonly CountryCode[] = ['US', 'GB', 'DE', 'FR', 'ES', 'IT', 'PT', 'NL', 'PL', 'BR', 'IN', 'AU'];
const american = new Set(['3-3-4', '1-3-3-4', '10', '3-7', '6-4']);

/**
 * Is a number without a word beside it, and without a plus, written as a phone number of some country?
 * Lists of sets and repetitions have many small groups, and dates have eight digits: neither counts.
 */
export function looksLikePhone(run: NumberRun): boolean {
  const { digits, groups } = run;
  const length = digits.length;
  if (length < 9 || groups.length > 7) return false;
  if (abroad.test(groups.join('-')) && digits.startsWith('011') && isValidAbroad(digits.slice(1))) return true;
  // With the prefix for calls abroad a number may be longer than any of its country.
  if (length > 13) return /^00[1-9]/.test(digits) && isValidAbroad(digits);
  if (groups.length > 6) return false;
  // "00 10 20 30 40 50" are rather the seconds of a clock.
  if (/^00[1-9]/.test(digits) && length >= 11) return groups.some((size) => size !== 2) || isValidAbroad(digits);
  if (groups.some((size) => size === 1) && !/^(?:1-3-3-4|1-2-2-2-2)$/.test(groups.join('-'))) return false;
  if (/^(\d)\1+$/.test(digits) || isLadder(run) || isCounting(run)) return false;
  const grouping = groups.join('-');
  if (american.has(grouping) && /^1?[2-9]\d\d[2-9]/.test(digits)) return true;
  if (/^00[1-9]/.test(digits)) return false;
  if (!digits.startsWith('0') && groups.length === 1 && length < 10) return false;
  return countries.some((country) => parsePhoneNumberFromString(digits, country)?.isValid() ?? false);
}

/** The prefix for calls abroad in North America, by itself. */
const abroad = /^3-\d/;

const isValidAbroad = (digits: string): boolean =>
  digits.length <= 17 && (parsePhoneNumberFromString(`+${digits.slice(2)}`)?.isValid() ?? false);

/** "4 5 6 7 8 9 10": who counts, calls nobody. */
const isCounting = ({ digits, groups: [first = 0, ...others] }: NumberRun): boolean =>
  first >= (others.length >= 2 ? 5 : 7) && '0123456789'.includes(digits.slice(0, first));

/** Loads, repetitions, distances and years: "100 95 90 85", "315 405 495", "400 800 1200". One phone number of a thousand is as round. */
function isLadder({ digits, groups }: NumberRun): boolean {
  // "2025 2026 2027"
  if (groups.every((size) => size === 4) && /^(?:(?:19|20)\d\d)+$/.test(digits)) return true;
  if (groups.length < 3 || groups.some((size) => size > 4)) return false;
  const step = groups.includes(4) ? 10 : 5;
  const numbers: number[] = [];
  let from = 0;
  for (const size of groups) {
    numbers.push(Number(digits.slice(from, from + size)));
    from += size;
  }
  return digits[0] !== '0' && numbers.every((number) => number % step === 0);
}
