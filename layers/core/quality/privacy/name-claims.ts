import { doesToSpeaker } from './name-deeds.ts';
import { known } from './name-lexicon.ts';
import type { Before } from './name-role.ts';
import type { Sentence } from './name-sentence.ts';
import type { SpanSet } from './span-set.ts';

/** What stands before names of people whom nobody here knows. */
const distantTitle =
  /^(?:dr|prof|professor|doctor|doktor|docteur|doctora|sir|lady|lord|president|senator|swami|guru|sri|shri)$/;
/** What people in public life are. */
const publicRole =
  /^(?:player|artist|author|singer|songwriter|actor|actress|director|writer|reporter|athlete|runner|swimmer|cyclist|lifter|man|woman|guy|girl|lady|ceo|doctor|professor)$/;
/** Words of a name's surroundings that are looked at for whose somebody is. */
const near = 3;
/** As near, in units of the text, another finding is a private person's. */
const beside = 24;
/** As much of a text as is read before a name. */
const farBack = 40;

const company = new RegExp(
  `(?<![\\p{L}'])(?:${[
    '(?:live|lives|lived|living|sleep|slept|sleeping|train|trains|trained|training|work|works|worked|working|move|moved|in|up|out|run|ran|running|lift|lifted|lifting|sex|dinner|lunch|coffee|brunch|drinks|date|session|appointment|friends|speak|spoke|speaking|talk|talked|talking) with',
    '(?:text|texts|texted|texting|call|tell|telling|ask|asking|e-?mail|message|messaged|messaging|dm|ring|phone|phoned|phoning|invite|invited|met|dating|dated|kissed|hugged|ghosted|dumped|married|divorced)',
    '(?:i|we|and|just) called',
    '(?:married|engaged|speak|spoke|talk|talked|hi|hello|lied|sorry) to',
    '(?:in love|argument|affair) with',
    '(?:text|call|message|e-?mail|letter)s? from',
    '(?:dumped|ghosted|hugged|raised|coached|taught|cheated on|kissed|bullied|raped|hit|beaten|abused|assaulted|attacked|groped|touched|hurt|stalked|threatened|fired) by',
  ].join('|')}) $`,
  'u',
);

/**
 * Does the speaker know the bearer of a name that somebody in public life bears too? So with whom one introduces, greets
 * or claims as one's own, whom one lives with, calls or was hurt by, who does something to the speaker, and whose
 * address or number stands beside the name.
 */
export function isClaimed(
  sentence: Sentence,
  spans: SpanSet,
  [first, last]: readonly [first: number, last: number],
  { role, value }: Before,
): boolean {
  const { scan } = sentence;
  const before = first - 1;
  const word = sentence.word(before);
  const titled = sentence.has(before, known.honorific);
  if (role !== 'other' && (role !== 'addressed' || value >= 6)) return true;
  // A title alone leaves open whose surname it is.
  if (titled && first === last) return true;
  // "Granny Smith apples": the title is part of what is famous; "my Granny Smith" is somebody's.
  const bears = sentence.has(first, known.honorific);
  if (bears && sentence.has(before, known.possessive)) return true;
  if (value >= 7 && !titled && !bears && word !== 'by') return true;
  if (titled && !distantTitle.test(word)) return true;
  if (sentence.has(before, known.role) && !publicRole.test(word) && sentence.gap(first).length <= 3) return true;
  if (isSomebodys(sentence, first, last)) return true;
  const start = scan.start(first);
  if (company.test(scan.lower.slice(Math.max(0, start - farBack), start))) return true;
  return spans.overlaps(start - beside, scan.end(last) + beside) || doesToSpeaker(sentence, last);
}

/** "my mum, Mary Berry", "Adam Grant is my best friend"; not "my dad loves Clint Eastwood". */
function isSomebodys(sentence: Sentence, first: number, last: number): boolean {
  const role = (index: number) => sentence.has(index, known.role);
  const whose = (index: number) => sentence.has(index, known.possessive);
  for (let at = first - 1; at >= first - near && !sentence.has(at, known.verbAfter); at--) {
    if (role(at) && (whose(at - 1) || whose(at - 2))) return true;
  }
  if (sentence.scan.possessive(last)) return false;
  for (let at = last + 1; at <= last + near; at++) {
    if (whose(at) && (role(at + 1) || role(at + 2))) return true;
  }
  return false;
}
