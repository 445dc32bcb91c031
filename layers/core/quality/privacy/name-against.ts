import { titleAfter } from './name-after.ts';
import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { namesThing } from './name-things.ts';
import { trains } from './name-workouts.ts';
import { cue, shape } from './signs.ts';

const brands =
  /(?:uncle ben's|aunt jemima's|trader joe's|ben (?:&|and|n|'n') jerry'?s|papa john's|jimmy john's|wendy's|denny's|mcdonald's|arby's|carl's jr|macy's|kellogg's|hershey's|reese's|lay's|campbell's soup|jack daniel's|st\.? john's|dick's|barry's|child's|farmer's|baker's|golfer's|runner's|alzheimer's|parkinson's|hashimoto's|crohn's|murphy's law|johnson's baby|newman's own|smucker's|hellmann's|campbell's|jack link's|mrs\.? dash|bob's red mill|annie's mac|levi's|nando's|domino's|chili's|applebee's|kohl's|lowe's|culver's|peet's|rao's|justin's (?:nut|almond|peanut)|amy's (?:frozen|kitchen))/;
const lifted = /^(?:squat|bench|deadlift|press|plank)s?$/;
const sold =
  /^(?:pancakes?|sausages?|jerky|bagels?|popcorn|soups|buns|syrup|rice|oats?|oatmeal|cereal|granola|porridge|pizzas?|pasta|sauce|tea|coffee|cocoa|cookies|crackers|bread|bars?|chips|crisps|ice|cream|yogurt|yoghurt|cheese|butter|jam|mustard|mayo|ketchup|dressing|seasoning|spice|soup|soda|cola|zero|rum|whiskey|whisky|vodka|beer|wine|bourbon|chocolate|powder|shampoo|lotion|soap|bronner|salt|gum|potatoes|apples|podcasts?|videos?|channel|playlists?|songs?|albums?|audiobooks?|documentary|memoir|masterclass|workouts?)$/;
/** Who is greeted and is nobody. */
const noOne = /^(?:siri|santa|cortana|bixby|karma|universe|internet|diary)$/;
const santa = /^santa$/;
/** How words for what somebody is end, in languages that we know few words of. */
const quality =
  /(?:ienn?e?|aise?|oise?|istes?|istas?|iano|iana|ense|eñ[oa]|ario|aria|iem|arier(?:in)?|isch|eur|euse|ówką|ianer(?:in)?|anka|(?:[aeo]t|ist|phob|rex|gen|lept|lim|lex|prax|[nr]om)ic|ous|able|ible|less|ful|morph|iac|aholic|thyroid|sexual|pausal|partum|itarian|\p{L}{3}(?:at|ad|ss|p|v|z|k)ing|\p{L}{2}(?:us|at|is|iz|ct|ss|ck|lt|st|nd|ft)ed)$/u;

/** What speaks against a word's being a name: workouts, places, makers, numbers. */
export function against(sentence: Sentence, index: number, before: number): number {
  const { scan } = sentence;
  const gap = sentence.gap(index + 1);
  const lead = sentence.gap(index);
  let value = 0;
  if (sentence.has(index, known.neverAfter) && sentence.has(index - 1, known.honorific)) value += 12;
  if (scan.possessive(index)) {
    const from = scan.start(Math.max(0, index - 2));
    if (brands.test(scan.lower.slice(Math.max(from, scan.start(index) - 20), scan.end(index) + 12))) value += 14;
  }
  if (before < 6 && gap !== ' ' && /^[ :(-]{0,3}\d/.test(gap)) value += sentence.has(index, known.workout) ? 9 : 2;
  if (before < 5 && lead === ' ' && sentence.has(index, known.notPerson) && sentence.has(index - 1, known.placeBefore))
    value += 5;
  if ((before >= 6 ? noOne : santa).test(sentence.word(index)) && !sentence.has(index - 1, known.role)) value += 14;
  // "it is called EMDR"
  if (
    before === 13 &&
    scan.bits(index) === 0 &&
    scan.shape(index) === shape.upper &&
    scan.end(index) - scan.start(index) > 2 &&
    !isGiven(sentence, index)
  )
    value += 8;
  // "30 min from the gym": what is counted.
  if (scan.cues(index) & cue.counted && sentence.low(index) && /\d ?$/.test(lead)) value += 14;
  if (before < 6 && scan.cues(index) & cue.quality && isQuality(sentence, index)) value += 14;
  if (scan.cues(index) & cue.assistant && isMachine(sentence, index, before)) value += 20;
  // "Mehmet abi": the title of who was just named.
  if (sentence.low(index) && titleAfter.test(sentence.word(index)) && isNamed(sentence, index - 1)) value += 20;
  // "5th Ave"
  if (scan.cues(index) & cue.firm && /\d(?:st|nd|rd|th)? $/.test(lead)) value += 8;
  if (before < 5 && sentence.has(index, known.notPerson) && isPlace(sentence, index)) value += 8;
  // "from Soho to Camden"
  if (
    before < 5 &&
    !sentence.has(index, known.usual) &&
    sentence.word(index - 1) === 'to' &&
    sentence.word(index - 3) === 'from'
  )
    value += 4;
  // "mein Trainer", "my Coach": what somebody is.
  const isRole = sentence.has(index, known.role) && (sentence.low(index) || !sentence.has(index, known.given));
  if (isRole && sentence.has(index - 1, known.possessive)) value += 10;
  if (before >= 3 && before <= 5 && sentence.scan.bits(index) === 0 && quality.test(sentence.word(index))) value += 6;
  if (before < 5 && scan.cues(index + 1) & cue.eponym && gap === ' ')
    value += scan.possessive(index) ? (lifted.test(sentence.word(index + 1)) ? 0 : 2) : 6;
  // "Aunt Jemima pancakes": what is sold under a name; "Uncle Jim's pancakes" are his.
  if (
    sentence.has(index - 1, known.honorific) &&
    gap === ' ' &&
    !scan.possessive(index) &&
    sold.test(sentence.word(index + 1))
  )
    value += 14;
  if (before < 5 && (isSold(sentence, index, index + 1) || isSold(sentence, index - 1, index))) value += 10;
  if (sentence.has(index, known.calendar) && sentence.dated(index)) value += 6;
  if (before < 5 && sentence.has(index, known.workout) && trains(sentence, index)) {
    sentence.trained = true;
    value += 9;
  }
  if (before < 5 && gap === ', ' && sentence.has(index + 1, known.notPerson) && !sentence.low(index + 1)) value += 4;
  value += namesThing(sentence, index, before);
  if (sentence.has(index, known.word)) value += headline(sentence, index, before);
  if (gap.startsWith('-') || (lead !== ' ' && /[\p{L}\p{N}_/@#.]$/u.test(lead))) value += lead.endsWith('@') ? 20 : 3;
  return value;
}

/** Was the word before told to be a name, in this round or in one before it? */
const isNamed = (sentence: Sentence, index: number): boolean =>
  sentence.accepted === index || sentence.lexicon.standIns.has(sentence.word(index));

/** "my name is OKONKWO CHIDI": said of a person, or with a given name in capitals after it. */
const isGiven = (sentence: Sentence, index: number): boolean =>
  personalName.test(sentence.phrase(index, 3)) ||
  (sentence.scan.shape(index + 1) === shape.upper && sentence.has(index + 1, known.given | known.family));
const personalName =
  /(?:^| )(?:(?:my|his|her|their|full|first|last|family|real|birth) name(?: is|'s)|call me|me llamo|m'appelle|ich hei(?:ß|ss)e|mi chiamo|me chamo)$/;

/** "Jimmy Dean sausage": a first name with a family name, and what is sold under it. */
const isSold = (sentence: Sentence, first: number, last: number): boolean =>
  sentence.has(first, known.given) &&
  !sentence.low(first) &&
  !sentence.low(last) &&
  sentence.low(last + 1) &&
  !sentence.scan.possessive(last) &&
  sentence.gap(last) === ' ' &&
  sentence.gap(last + 1) === ' ' &&
  (sold.test(sentence.word(last + 1)) || (sentence.scan.cues(last + 1) & cue.eponym) !== 0);

const isSo =
  /^(?:(?:is|was|gets|got|feels|felt|looks|looked) (?:so |too |very |really |super )?(?:hilly|flat|humid|freezing|rainy|windy|sunny|snowy|foggy|muggy|cloudy|crowded|packed|expensive|touristy|walkable|hot to|cold to|hot in|cold in|hot for|cold for|beautiful|gorgeous|stunning|empty)|(?:has|had) (?:(?:so many|lots of|no|some|a lot of|the best|such|a few) )?(?:great |good |nice |the best |amazing |awful |bad |cheap )?(?:gyms|trails|parks|hills|routes|runs|bike lanes|pavements|sidewalks|climbs|beaches|pools|weather|humidity|traffic|food|tacos|pizza|coffee|restaurants|bars|beer|bbq|brunch|museums|views|air|snow|cafes|nightlife)|(?:has|had) \p{L}+ everywhere)(?!\p{L})/u;
const ofPlace =
  /^(?:summers?|winters?|weather|heat|humidity|rain|traffic|marathon|half|airport|altitude|hills|streets|beach|beaches|suburbs|rents?|gyms?|trip|flights?|trails?|10k|5k|qualifier|relay|bound|trams?|subway|metro|waterfront|promenade|canals?|parkrun|triathlon|ultra)(?!\p{L})/u;

/** "Florence was hilly", "Sydney summers": what is said of places that have people's names. */
function isPlace(sentence: Sentence, index: number): boolean {
  if (sentence.gap(index + 1) !== ' ' || sentence.scan.possessive(index)) return false;
  const rest = sentence.from(index + 1, 30);
  return isSo.test(rest) || ofPlace.test(rest);
}

/** How one goes on who has said a name. */
const presented = /^(?:, ?(?:nice|pleased|good|great|happy|glad) to (?:meet|be here|see)|, ?(?:hi|hello)(?!\p{L}))/u;
const goesOn = /^ and i(?!\p{L})/u;
/** Given names too, but "I'm Irish and I ski" says what one is. */
const hardlyNames = /^(?:irish|german|dutch|thai|kenyan|latina|cherokee|aries|taurus|gemini|shia|sunni)$/;

/** "I'm Irish", "I'm Aries"; in "I'm Irish Santos" and "I'm Roma and I love yoga" it is a given name. */
function isQuality(sentence: Sentence, index: number): boolean {
  if (!(sentence.scan.cues(index - 1) & cue.softIntroduction)) return false;
  const next = index + 1;
  if (!sentence.low(index) && !sentence.has(index, known.word)) {
    const end = sentence.scan.end(index);
    const rest = sentence.scan.lower.slice(end, end + 24);
    if (presented.test(rest)) return false;
    if (goesOn.test(rest) && sentence.has(index, known.given) && !hardlyNames.test(sentence.word(index))) return false;
  }
  const named =
    sentence.gap(next) === ' ' &&
    sentence.scan.end(next) - sentence.scan.start(next) > 1 &&
    !sentence.low(next) &&
    (!sentence.has(next, known.word) || sentence.has(next, known.given | known.family));
  return !named || (sentence.scan.cues(next) & cue.quality) !== 0;
}

/** What a machine is asked for. */
const errand =
  /^(?:,|!|:)? ?(?:to |for |please |can you |could you )?(?:start|set|play|stop|turn|add|remind|pause|resume|cancel|snooze|open|skip|what's|what is|how's|a|an|the|my)(?![\p{L}])[^.!?\n]{0,30}(?<!\p{L})(?:timers?|alarms?|music|songs?|playlists?|lights?|stopwatch|volume|reminders?|countdown|podcasts?|spotify|radio|weather|shopping list|heating|tv)(?!\p{L})/u;
const sayings = /^(?:says|said|thinks|thought|told|tells|counted|heard|misheard|understood|reminded|reminds)$/;

/** "Siri says 10k", "Alexa, start a timer". Siri is hardly ever a person, unless one is introduced. */
function isMachine(sentence: Sentence, index: number, before: number): boolean {
  const { scan } = sentence;
  const end = scan.end(index);
  if (errand.test(scan.lower.slice(end, end + farthest))) return true;
  const isRare = !sentence.has(index, known.usual);
  return isRare && before < 3 && sentence.gap(index + 1) === ' ' && sayings.test(sentence.word(index + 1));
}
const farthest = 70;

/** "told Iris I'd call": what has its capital anywhere. */
const own = /^i(?:'|$)/;

/** A usual word between other words with capitals: "French Press Coffee". */
function headline(sentence: Sentence, index: number, before: number): number {
  const { scan } = sentence;
  let value = 0;
  const next = index + 1;
  if (next < scan.count && sentence.gap(next) === ' ' && scan.shape(next) === shape.capital) {
    if (sentence.has(next, known.word) && !sentence.has(next, known.family) && !own.test(sentence.word(next)))
      value += 4;
  }
  if (before < 5 && index > 0 && !sentence.low(index - 1) && sentence.gap(index) === ' ') {
    if (!sentence.has(index - 1, known.honorific) && !sentence.begins(index - 1)) value += 3;
  }
  return value;
}
