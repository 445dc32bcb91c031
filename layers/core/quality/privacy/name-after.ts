import { doesAsPeopleDo } from './name-deeds.ts';
import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { doingsAfter } from './name-verbs.ts';
import { cue, shape } from './signs.ts';

const imperative = /^(?:remember|drink|you|you're|your|take|how|keep|try|don't|breathe|great|well)$/;
const present =
  /^(?:here|speaking|this side(?=$|[,.!;\n])|from my |from our |at reception|(?:and (?:i|me)|und ich|et moi|y yo|e io|e eu|en ik|och jag|og jeg|i ja|a já|ja minä|ve ben|и я|та я|і я)(?![\p{L}]))/u;
/** Where a neighbour or a colleague is. */
const nearby =
  /^(?:next door|(?:across|down) the (?:street|hall|road)|at (?:work|church|school|reception|the (?:office|front desk|bakery|deli|café|cafe|desk|gym|pool|studio|library|bank|clinic|pharmacy|salon|bar|box|counter|till|door|physio|surgery))|in (?:hr|accounts|accounting|payroll|sales|marketing|finance|legal|procurement|reception|it(?= (?:said|told|thinks|says|is|has|fixed|set|keeps)))|(?:up|down)stairs(?= \p{L}+s(?!\p{L})| is| was|$|[.,!?]))(?![\p{L}])/u;
const asRole =
  /^as (?:an? |my |the |our |his |her )?(?:beneficiary|dependent|member|guardian|coach|trainer|partner|friend|emergency|contact|guest|buddy|mentor|captain|manager|doctor|nurse|teacher|boss)/;
const department =
  /^from (?:the )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|evening|spinning|box|team|pool|office|studio|club|front desk|accounting|work|hr|sales|marketing|finance|legal|reception|church|school|college|uni|university|class|gym|yoga|crossfit|engineering|upstairs|downstairs|next|support|payroll|procurement|logistics|admin|management|pilates|spin|physio|accounts(?: payable)?|billing|compliance|customer (?:service|care|support)|it|operations|ops|facilities|dispatch|security|housekeeping|maintenance|purchasing|research|production|shipping|planning|quality|tech|bakery|warehouse|shop|store|bank|library|lab|market|salon|hospital|clinic|pharmacy|café|cafe|bar|choir|allotment|book club|across the|round the|around the|fire station|police(?: station)?|council|agency|front office|head office|crèche|creche|nursery|daycare|garage|deli|barbers?|restaurant|night shift|day shift|late shift|first shift|number \d+)(?![\p{L}])/u;

/** How all of these begin. */
const speaksFor =
  /^(?:as |here|speaking|this side|from |at |in |and |upstairs|downstairs|next door|across the|down the|(?:und|et|y|e|en|och|og|i|a|ja|ve|и|та|і) )/;

/** What the words after a word say for its being a name. */
export function cuesAfter(sentence: Sentence, index: number): number {
  const value = weightAfter(sentence, index);
  return value < 8 && doesAsPeopleDo(sentence, index) ? 8 : value;
}

function weightAfter(sentence: Sentence, index: number): number {
  const { scan } = sentence;
  const next = index + 1;
  const gap = sentence.gap(next);
  let value = alone(sentence, index);
  if (scan.possessive(index) || sentence.genitive(index))
    value += personal(sentence, next) || lifts(sentence, index) ? 6 : 3;
  const blank = gap === ' ';
  if (!blank && gap.startsWith(',') && sentence.scan.cues(index - 1) & cue.softIntroduction)
    value += presents(sentence, index);
  if (!blank && /^,? \(?\d{2}[,)](?!\d)/.test(gap) && sentence.has(index, known.given)) value += 6;
  if (!blank && /^(?::|,? \(?\d)/.test(gap)) value += speaks(sentence, index, gap);
  if (next >= scan.count) return value;
  if (
    !blank &&
    /^(?:,| -|:| \() ?$/.test(gap) &&
    sentence.has(next, known.possessive) &&
    sentence.has(next + 1, known.role)
  )
    value += 6;
  else if (refersBack(sentence, index, gap)) value += 6;
  // "it was lucretia, the cleaner"
  else if (gap === ', ' && sentence.word(next) === 'the' && sentence.has(next + 1, known.role)) {
    if ((scan.bits(index) & (known.given | known.word | known.notPerson)) === known.given) value += 4;
  }
  if (blank && clitic.test(sentence.word(next)) && isNamedSubject(sentence, index)) value += 5;
  if (blank && !scan.possessive(index)) {
    if (sentence.low(next) && titleAfter.test(sentence.word(next)) && isTitled(sentence, index)) value += 6;
    value += familyNameAfter(sentence, index);
    value += doingsAfter(sentence, index);
    if (sentence.has(next + 1, known.possessive) && /^(?:is|was|are|were)$/.test(sentence.word(next))) {
      if (sentence.has(next + 2, known.role) || sentence.has(next + 3, known.role)) value += 6;
    }
    if (speaksFor.test(sentence.from(next, 9))) {
      const rest = sentence.from(next, 30);
      if (asRole.test(rest)) value += 6;
      if (present.test(rest) || department.test(rest)) value += 6;
      else if (sentence.has(index, known.given) && !sentence.has(index, known.role) && nearby.test(rest)) value += 6;
    }
    if (sentence.has(next, known.particle) && sentence.has(index, known.given)) {
      if (!sentence.low(next + 1) || (next + 2 < scan.count && !sentence.low(next + 2))) value += 4;
    }
  }
  if (sentence.nameEnd(index) !== undefined) value += 10;
  if (gap === ', ' && sentence.begins(index)) value += calledFirst(sentence, index);
  else if (!blank && salutes.test(gap) && sentence.has(index, known.given) && !sentence.has(index, known.workout)) {
    if (sentence.begins(index) && (gap.startsWith(',') || asksBack.test(sentence.word(next)))) value += 6;
  }
  return value;
}

/** "asks Poppy, who has had crisps", "i love Grace, she's my rock" */
const refersBack = (sentence: Sentence, index: number, gap: string): boolean => {
  if (gap !== ', ' || sentence.low(index) || !sentence.has(index, known.given)) return false;
  const word = sentence.word(index + 1);
  if (word === 'who' && /^(?:knows|cares|needs|wants)$/.test(sentence.word(index + 2))) return false;
  return heOrShe.test(word) || (word === 'who' && !sentence.has(index, known.workout));
};
const heOrShe = /^(?:she|he)(?:'s|'ll|'d)?$/;

/** "ontem a Jucilene me ligou", "hat Ansgar mich überholt": to whom somebody did something. */
const clitic = /^(?:me|mi|m'a|m'as|m'ont|mich|mir|beni|bana|mnie|меня|мне|мене|мені|mě|engem|nekem|mig)$/;
const isNamedSubject = (sentence: Sentence, index: number): boolean =>
  sentence.scan.shape(index) === shape.capital &&
  !sentence.begins(index) &&
  !sentence.flat &&
  !sentence.has(index, known.word | known.notPerson) &&
  sentence.low(index - 1);

/** "Rose,\nsee you", "Will?? are you there" */
const salutes = /^(?:, ?\n\n?|\?+ ?)$/;
const asksBack = /^(?:u|you|are|r|can|did|where|hello|hey|answer|please|pls|why)$/;
/** "Yamada sensei", "Priya didi": titles that follow a name. */
export const titleAfter =
  /^(?:sensei|senpai|san|kun|chan|sama|didi|bhai|bhaiya|ji|oppa|hyung|unnie|noona|(?:abi|abla|teyze)(?:n[iı]n|y[iıea]|yl[ea]|n|m|[dt][ea]n)?|(?:hoca|amca|bey|han[ıi]m)(?:n?[ıi]n|y?[ae]|y?l[ae]|m)?|akka|anna|amma|aunty|auntie|uncle)$/;
const isTitled = (sentence: Sentence, index: number): boolean =>
  !sentence.low(index) || (sentence.scan.bits(index) & (known.given | known.word)) === known.given;

/** "i'm oda, what's your name?", "ich bin Oda, 34 Jahre alt": how one goes on who has said who he is. */
const goesOnSo =
  /^, ?(?:and )?(?:what'?s (?:your|ur) name|nice to meet|pleased to meet|good to meet|who are you|\d{1,2} ?(?:years? old|y\/?o|jahre|ans|años|anni|anos|jaar|lat|år|лет|год)(?!\p{L}))/u;
const presents = (sentence: Sentence, index: number): number => {
  const end = sentence.scan.end(index);
  return goesOnSo.test(sentence.scan.lower.slice(end, end + 24)) ? 8 : 0;
};

/** What only people have. */
const belongings =
  /^(?:birthday|wedding|funeral|advice|house|place|flat|apartment|room|couch|car|dog|cat|mom|mum|dad|mother|father|parents|brother|sister|husband|wife|girlfriend|boyfriend|friend|friends|kids|son|daughter|family|number|email|phone|message|messages|text|texts|voice|words|opinion|idea|plan|program|programme|workout|session|class|boss|job|death|illness|surgery|knee|back|mood|temper|new)$/;
const personal = (sentence: Sentence, next: number): boolean =>
  sentence.gap(next) === ' ' && (belongings.test(sentence.word(next)) || sentence.has(next, known.role));

/** "X's deadlift is …": what somebody lifts, of which something is said. No workout and no maker has one. */
const lifting =
  /^(?:squat|bench|deadlift|press|snatch|clean|jerk|plank|form|pace|technique|stride|total|max|splits?)s?$/;
const lifts = (sentence: Sentence, index: number): boolean =>
  sentence.gap(index + 1) === ' ' &&
  lifting.test(sentence.word(index + 1)) &&
  !sentence.has(index, known.workout | known.notPerson) &&
  sentence.has(index + 2, known.softVerbAfter | known.verbAfter);

/** "X, remember to drink": a name before what is said to its bearer. */
function calledFirst(sentence: Sentence, index: number): number {
  if (!sentence.has(index + 1, known.vocativeNext)) return 2;
  const sure = sentence.has(index, known.given) || imperative.test(sentence.word(index + 1));
  return sure || sentence.from(index + 1, 6) === "that's" ? 6 : 4;
}

/** "Ludmila: did you eat", "hamza 7:32 pm: coming?": whose line it is. No workout's: after it stands a time. */
function speaks(sentence: Sentence, index: number, gap: string): number {
  if (sentence.has(index, known.workout | known.word)) return 0;
  if (!sentence.begins(index) && !beginsLine(sentence, index)) return 0;
  if (/^: ?[\p{L}"'\d]/u.test(`${gap}x`) && beginsLine(sentence, index)) {
    if (sentence.has(index, known.usual) || !sentence.low(index)) return 4;
  }
  return sentence.has(index, known.given) && /^,? \(?\d{1,2}[:.]\d\d(?!\d)/.test(gap) ? 6 : 0;
}

const beginsLine = (sentence: Sentence, index: number): boolean => {
  const { text } = sentence.scan;
  const start = sentence.scan.start(index);
  return /(?:^|[\n>•\]*-]) ?$/.test(text.slice(Math.max(0, start - 2), start));
};

function familyNameAfter(sentence: Sentence, index: number): number {
  const { scan } = sentence;
  const next = index + 1;
  if (scan.end(next) - scan.start(next) < 2) return 0;
  const bits = scan.bits(next);
  if ((bits & known.notPerson) !== 0) return 0;
  const given = sentence.has(index, known.given);
  const plain = (bits & known.word) !== 0;
  const family = (bits & known.family) !== 0;
  if (sentence.low(next) || sentence.flat) {
    if (plain || (scan.bits(index) & known.word) !== 0) return given && family && !plain ? 4 : 0;
    // "I'M WANG WEI": the family name first.
    return (given && family) || (sentence.has(index, known.family) && sentence.has(next, known.given)) ? 4 : 0;
  }
  if (sentence.low(index)) return 0;
  if (family) return plain ? (given ? 4 : 0) : given ? 6 : 5;
  // "this is OKONKWO CHIDI"
  if (scan.shape(index) === shape.upper && scan.shape(next) === shape.upper && sentence.has(next, known.given))
    if (!plain && (scan.bits(index) & known.word) === 0) return 5;
  const strangers = bits === 0 && scan.bits(index) === 0 && scan.shape(next) === shape.capital;
  if (strangers && !sentence.begins(index)) return 4;
  return given && !plain ? 5 : 0;
}

/** How most words stand after others: not at the beginning of a line. */
const follows = /[A-Za-z0-9][.,!?]? $/;
/** A line that holds nothing else: a signature or the head of a card. */
function alone(sentence: Sentence, index: number): number {
  const { scan } = sentence;
  const start = scan.start(index);
  if (follows.test(scan.text.slice(Math.max(0, start - 3), start))) return 0;
  const end = scan.end(index);
  const head = /(?:^|\n)[^\p{L}\p{N}\n]{0,10}$/u.exec(scan.text.slice(Math.max(0, start - 12), start));
  if (!head || (head[0][0] !== '\n' && start > 10)) return 0;
  const rest = scan.text.slice(end, end + 60);
  const line = rest.indexOf('\n');
  if (line < 0 && (end + 60 < scan.text.length || !scan.text.slice(Math.max(0, start - 12), start).includes('\n')))
    return 0;
  const after = (line < 0 ? rest : rest.slice(0, line)).trim();
  if (after !== '' && (!sentence.has(index, known.given) || !/^(?:\p{Lu}[\p{L}'.-]* ?){1,3}$/u.test(after))) return 0;
  if (start <= 10 && sentence.card && !sentence.low(index) && !sentence.has(index, known.word)) return 8;
  return sentence.low(index) ? 2 : sentence.has(index, known.given | known.family) ? 5 : 2;
}
