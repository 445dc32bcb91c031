import { matchesOf } from './matches.ts';
import { isTaken, type Reading, take } from './reading.ts';

const degrees = '-?\\d{1,3}\\.\\d{3,10} ?°?';
/** Latitude and longitude, to a hundred metres or finer; loads have as many decimals, but no sign and no compass. */
const pair = new RegExp(
  `(?<![\\p{L}\\p{N}.,/-])(${degrees})(?: ?[ns](?!\\p{L}))?(?:, ?| ?/ ?| )(${degrees})(?: ?[ew](?!\\p{L}))?(?![\\p{L}\\p{N}]|[.,]\\d)`,
  'gu',
);
const fine = /\.\d{4,}.*\.\d{4,}/;
const dwelling = '(?:home|house|flat|apartment|address|residence|my place|our place)';
const before = new RegExp(
  `(?<!\\p{L})(?:${dwelling}|(?:i|we|they|she|he) (?:lives?|stays?|sleeps?)|where i(?: am|'m)?|living|pick me up|find me|meet me)(?!\\p{L})[^.!?\\n]{0,40}$`,
  'u',
);
const after = new RegExp(
  `^[ ,)]{0,3}(?:is|are|=|that's|thats|for) (?:where (?:i|we|she|he|they) (?:live|stay|sleep)|(?:my |our |her |his |their )?${dwelling})`,
  'u',
);

/** Coordinates of where somebody lives or is, by the words beside them. Those of a race or a hill are nobody's. */
export function findCoordinates(reading: Reading): void {
  const { lower } = reading;
  for (const match of matchesOf(pair, lower)) {
    const [whole, north = '', east = ''] = match;
    const [start, end] = [match.index, match.index + whole.length];
    if (Math.abs(Number.parseFloat(north)) > 90 || Math.abs(Number.parseFloat(east)) > 180) continue;
    if (!/[-nsew°]/.test(whole) && !fine.test(whole)) continue;
    const told = before.test(lower.slice(Math.max(0, start - 60), start)) || after.test(lower.slice(end, end + 40));
    if (told && !isTaken(reading, start, end)) take(reading, 'address', start, end);
  }
}
