import { matchesOf } from './matches.ts';
import { type Reading, take } from './reading.ts';

const four =
  /(?<![\w.]|(?:^|[^A-Za-z])[\dA-Fa-f]{0,4}:)\d{1,3}(?:[ \n]?(?:\.|\[\.\]|\(\.\)|\[dot\]|\(dot\)| dot )[ \n]?\d{1,3}){3}(?::\d{1,5})?(?![\w]|\.\d)/g;
const six =
  /(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4})?(?:%[a-z0-9]{1,8}|\/\d{1,3})?(?![\w:])/gi;
const about =
  /(?:\bip\b|ip address|ipv|router|ping|dns|connect|server|whitelist|blacklist|logged|login|log says|host|vpn|proxy|firewall|network|adresse|dirección)/;

/** What has four numbers with points between, and is no address. */
const versioned =
  /(?:\bv|\b(?:versions?|ver\.?|builds?|release|firmware|ios|android|macos|update|splits?|laps?|tempo|section|chapter|clause|rule|item|step)(?: (?:is|was|to|number|no\.?|now|on|at|of))*:?)\s?$/;

/** One's own machine, and the resolvers of the big providers. */
const everyones = /^(?:127\.0\.0\.1|0\.0\.0\.0|8\.8\.[84]\.[84]|1\.[01]\.[01]\.1|9\.9\.9\.9|255\.255\.\d+\.\d+)$/;

/** Addresses of the internet, versions 4 and 6, with a port where one stands. */
export function findNetworkAddresses(reading: Reading): void {
  const { text, lower } = reading;
  for (const match of matchesOf(four, text)) {
    const numbers = match[0].replace(/:\d+$/, '').match(/\d+/g)?.map(Number) ?? [];
    if (numbers.some((number) => number > 255)) continue;
    const before = lower.slice(Math.max(0, match.index - 40), match.index);
    if (versioned.test(before) && !about.test(before)) continue;
    // All of one digit: rather the tempo of a lift.
    if (numbers.every((number) => number < 10) && !about.test(before)) continue;
    if (everyones.test(numbers.join('.'))) continue;
    take(reading, 'ip', match.index, match.index + match[0].length);
  }
  if (!/:[0-9a-f]{0,4}:/.test(lower)) return;
  for (const match of matchesOf(six, text)) {
    const address = match[0].replace(/[%/].*$/, '');
    const groups = address.split(':');
    const short = address.includes('::');
    const right =
      address.split('::').length < 3 &&
      (short
        ? groups.length >= 4 || groups.filter(Boolean).length >= 2
        : groups.length === 8 || (groups.length === 7 && address.includes('.')));
    if (right && /[0-9a-f]/i.test(address)) take(reading, 'ip', match.index, match.index + match[0].length);
  }
}
