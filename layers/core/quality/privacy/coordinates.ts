import { matchesOf } from './matches.ts';
import { isTaken, type Reading, take } from './reading.ts';

const degrees = '-?\\d{1,3}\\.\\d{3,10} ?°?';
/** Latitude and longitude, to a hundred metres or finer; loads have as many decimals, but no sign and no compass. */
const pair = new RegExp(
  `(?<![\\p{L}\\p{N}.,/-])(${degrees})(?: ?[ns](?!\\p{L}))?(?:, ?| ?/ ?| )(${degrees})(?: ?[ew](?!\\p{L}))?(?![\\p{L}\\p{N}]|[.,]\\d)`,
  'gu',
);
/** "lat 51.50412, long -0.11934" */
const labelled =
  /(?<!\p{L})lat(?:itude)?(?:[.:= ]| is){1,4}(-?\d{1,2}\.\d{3,10}) ?°? ?[ns]?(?:[ ,;/&\n]|and){1,8}(?:lon|long|lng|longitude)(?:[.:= ]| is){1,4}(-?\d{1,3}\.\d{3,10})(?![\p{L}\p{N}]|[.,]\d)/dgu;
/** Where many go: its place is nobody's. */
const common =
  /(?<!\p{L})(?:start|finish|race|course|summit|peak|trail ?head|trails?|hills?|mountain|lake|park|parkrun|aid station|segment|crag|boulder|beach|venue|stadium|campsite|waterfall|viewpoint|track|route|meetup)(?!\p{L})/u;
const fine = /\.\d{4,}.*\.\d{4,}/;
const dwelling = '(?:home|house|flat|apartment|address|residence|my place|our place)';
const before = new RegExp(
  `(?<!\\p{L})(?:${dwelling}|(?:my|our|her|his|current|exact|live) (?:coords?|coordinates|gps|location|position|pin|spot)|(?:i'm|i am|im|we're|we are) (?:at|here)|lat(?:itude)?[ /,&]{1,3}(?:and )?(?:lon|long|lng|longitude)|(?:i|we|they|she|he) (?:lives?|stays?|sleeps?)|where i(?: am|'m)?|living|pick me up|find me|meet me)(?!\\p{L})[^.!?\\n]{0,40}$`,
  'u',
);
const after = new RegExp(
  `^[ ,)]{0,3}(?:is|are|=|that's|thats|for) (?:where (?:i|we|she|he|they) (?:live|stay|sleep)|(?:my |our |her |his |their )?${dwelling})`,
  'u',
);

/** Coordinates of where somebody lives or is, by the words beside them. Those of a race or a hill are nobody's. */
export function findCoordinates(reading: Reading): void {
  const { lower } = reading;
  findLabelled(reading);
  for (const match of matchesOf(pair, lower)) {
    const [whole, north = '', east = ''] = match;
    const [start, end] = [match.index, match.index + whole.length];
    if (Math.abs(Number.parseFloat(north)) > 90 || Math.abs(Number.parseFloat(east)) > 180) continue;
    if (!/[-nsew°]/.test(whole) && !fine.test(whole)) continue;
    const told = before.test(lower.slice(Math.max(0, start - 60), start)) || after.test(lower.slice(end, end + 40));
    if (told && !isTaken(reading, start, end)) take(reading, 'address', start, end);
  }
}

function findLabelled(reading: Reading): void {
  const { lower } = reading;
  for (const match of matchesOf(labelled, lower)) {
    const [start, end] = [match.indices?.[1]?.[0] ?? 0, match.indices?.[2]?.[1] ?? 0];
    const [about, rest] = [lower.slice(Math.max(0, match.index - 60), match.index), lower.slice(end, end + 40)];
    if ((common.test(about) || common.test(rest)) && !before.test(about) && !after.test(rest)) continue;
    if (!isTaken(reading, start, end)) take(reading, 'address', start, end);
  }
}
