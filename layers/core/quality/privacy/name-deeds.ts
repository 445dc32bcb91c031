import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';

const adverb =
  '(?:always|never|once|just|only|really|also|still|often|sometimes|usually|finally|already|even|actually|constantly|literally)';
const doing =
  '(?:said|says|told|tells|asked|asks|texted|texts|called|calls|invited|invites|promised|promises|complains|complained|laughs|laughed|cries|cried|snores|forgets|forgot|cooks|cooked|teaches|taught|reckons|thinks|insists|swears|warned|waited|waits|joked|jokes|nags)';
const lasting =
  '(?:snoring|crying|texting|calling|nagging|talking|asking|telling|yelling|saying|cheating|drinking|smoking|cooking|laughing|arguing|flirting|complaining|joking|singing|whining)';
const kin =
  '(?:mum|mom|dad|mother|father|sister|brother|husband|wife|partner|ex|son|daughter|kid|kids|cousin|aunt|uncle|niece|nephew|coach|trainer|pt|physio|therapist|boss|friend|bestie|roommate|flatmate|neighbour|neighbor|landlord|landlady|lodger|tenant|manager|teacher|nurse|doctor|cleaner|nanny|lawyer|colleague|coworker|teammate|housemate|girlfriend|boyfriend|gf|bf|fianc[eé]e?|client|sis|grandma|grandpa|godson|goddaughter|stepson|stepdaughter|spotter|lifting partner|gym partner|training partner)';
/** What follows a person's name at the beginning of a sentence, and hardly a thing's. */
const deeds = new RegExp(
  `^(?:${[
    ` ${adverb} ${doing}`,
    ` (?:keeps|kept|started|stopped|starts|stops) ${lasting}`,
    ' (?:keeps|kept) \\p{Ll}+ing (?:me|us|my|at me|on me)',
    ' (?:(?:will|would|can|does|did) )?(?:never|always|rarely|hardly ever) (?:shows? up|showed up|apologi[sz]e[sd]?|texts?|texted|calls?|called|answers?|answered|listens?|listened|repl(?:y|ies|ied)|cleans? up|comes home|says? (?:hi|hello|sorry|thanks))',
    " (?:won't|can't|didn't|doesn't|wouldn't|couldn't|will|would|might) (?:even )?(?:spot|text|call|tell|talk to|speak to|look at|forgive|believe|marry|date|hire|pay|join|invite|coach|answer|listen to|stop (?:texting|calling|talking|asking|bugging)) (?:me|us|my|him|her|it)",
    ' (?:is|was) (?:moving (?:out|in|away|to)|coming (?:over|home)|getting (?:married|divorced)|teething|cheating|leaving (?:me|us|him|her))',
    ' (?:benches|squats|deadlifts|presses|curls|snatches|rows|runs|swims) (?:\\d|my(?= )|like(?= )|circles|laps)',
    ' (?:out\\p{Ll}+ed|lapped|spotted|coached|coaches|bit) (?:me|us|him|her)',
    ' (?:runs|teaches|leads|coaches) (?:the|my|our)',
    ' moved (?:to|in|out|away|back)',
    ' (?:and|&) \\p{Lu}\\p{Ll}+ (?:are (?:twins|brothers|sisters|friends|dating|engaged|married|both|my|her|his)|got (?:married|engaged|divorced|together)|broke up)',
    ' signed (?:me|us|him|her) up',
    "'s (?:not|been|the one who|gonna|going to|coming|moving|always|never|still)(?= \\p{L})",
    "'s (?:garage|basement|kitchen|sofa|truck|van|belt|locker|yard|place|flat|dog|wifi)",
    ' owes (?:me|us|him|her)',
    ' (?:made|brought|baked|cooked|bought|knitted|sent|lent) (?:me|us|him|her)',
    " (?:teaches|cheered|waved|babysits|babysat|snores|giggled|hugged|kissed|proposed|graduated|retired|[Pp][RrBb]'d)",
    ' (?:beat|beats|loves|hates|misses|knows|met|dumped|married|ghosted|trusts) (?:me|her|him|us)',
    ' (?:filmed|photographed|caught|dragged|carried|lifted|tackled|scolded|teased|hugged) (?:it|me|us|her|him)',
    ' wants (?:a (?:divorce|baby|break|kid|dog)|kids|children|me back)',
    ' (?:turned|turns|is turning) \\d{1,2}',
    `,? (?:my|our|her|his) (?:(?:new|old|best|training|gym|lab|work|running|study|step) )?${kin}`,
    ', \\d{1,2},(?= \\p{Ll})',
    ' (?:runs|lifts|squats|benches|swims|cycles|rides|trains|deadlifts) (?:faster|slower|heavier|lighter|more|better|further|harder) than',
    ' (?:great|good|nice|amazing|awesome|excellent) (?:job|work|session|going|effort|one)',
    ` (?:and|&) (?:my|her|his|their) (?:new |little |big |older |younger |twin )?${kin}`,
    ' broke (?:my heart|up with)',
    " (?:is|was|isn't) (?:sick|ill|pregnant|asleep|engaged|married|divorced|single|jealous|drunk|hungover|(?:mad|angry) at|on (?:holiday|vacation|maternity leave)|in (?:hospital|labou?r))",
    ' (?:has|had) (?:been (?:sick|ill|crying|drinking|texting|calling)|an? (?:new |bad |big )?(?:question|crush|baby|boyfriend|girlfriend|newborn|nosebleed|fever|cold|stroke|tantrum|meltdown|seizure|miscarriage|panic attack|heart attack|dream|accident|fall|operation)|asthma|diabetes|cancer)',
    " (?:might|will|could|can't|couldn't|won't|didn't) (?:join (?:us|me)|come over|make it|call back|text back|reply|show up)",
    ' won (?:his|her|the (?:raffle|lottery|bet))',
    ' & \\p{Lu}\\p{Ll}+ (?:are|were) (?:getting|dating|engaged|married|both|back together|twins|my|her|his)',
    `'s (?:my|her|his) ${kin}`,
    "'s \\d{1,3}(?:st|nd|rd|th)",
    "'s (?:\\p{Ll}+ )?(?:class|birthday|wedding|funeral|party|mum|mom|dad|husband|wife|snoring|cooking|advice)",
    ' \\(\\d{2}\\)',
    ' \\p{Lu}\\. (?:said|says|told|asked|texted|called|wrote|thinks)',
    ' \\p{Lu}\\p{Ll}+,? \\(?\\d{2}(?:\\)|,|$)',
    ': (?:are|r|can|could|will|did|do) (?:you|u)',
  ].join('|')})(?!\\p{L})`,
  'u',
);
/** What follows a person's name though a town, a maker or a workout is called so too. */
const sureDeeds = new RegExp(
  `^(?:${[
    ' (?:borrowed|stole|texted|told|asked|hugged|lent|owes|married|dumped|ghosted|invited|promised|spotted|bit|nagged) (?:me|us|my|him|her|his|it)',
    ' (?:hurt|sprained|tore|twisted|lost|forgot|quit|loves|hates) (?:his|her)',
    ` is (?:really |also |now )?(?:my|our|his|her) (?:\\p{Ll}+ )?${kin}`,
    ' (?:snores|babysits|giggled|proposed|cried|apologi[sz]ed)',
    ' (?:and|&) (?:me|I) (?:are|were|did|do|went|go|got|had|have|ran|run|trained|train|lift|lifted|split|met)',
  ].join('|')})(?!\\p{L})`,
  'u',
);
/** What those do whose name is no word: "Ottoline never rests". */
const habits =
  /^ (?:never|always|only|barely|hardly|rarely|usually|secretly) (?:rests?|does|eats|trains?|lifts?|runs?|wins?|won|loses?|drinks?|smokes?|skips?|sleeps?|sits|goes|comes|gets (?:up|home|mad|angry|upset)|did|ate|went|came|ran|lifted|swims?|walks?|cheats?|lies|naps|stretches)(?!\p{L})/u;
/** So much of a text is looked at. */
const far = 64;

const anybody = /^(?:son|sonny|guy|lad|dude|bro|kid|babe|baby|sis|man|boy|king|queen|prince|princess|bub|bud|buddy)$/;

/** After which a clause begins. */
const goesOn = /^(?:but|because|while|luckily|although)$/;

/** "Anorexia stole my prom": spoken of as people are. */
const illness = /(?:exia|imia|emia|aemia|algia|omnia|plegia|rhea|osis|itis|pause)$/;

/** Does something follow that only people do? Asked of a capital word at the beginning of a sentence. */
export function doesAsPeopleDo(sentence: Sentence, index: number): boolean {
  if (sentence.low(index) || sentence.flat) return false;
  const isDoubtful = sentence.has(index, known.notPerson | known.workout | known.calendar);
  if (isDoubtful && !sentence.has(index, known.given)) return false;
  // A word does as people do where it is a given name too: "Amber never shows up", not "Summer is on holiday".
  if (sentence.has(index, known.word) && !sentence.word(index).includes('-')) {
    // "Son fell off his bike", "Guy at the gym": whoever it is.
    if (!sentence.has(index, known.given) || anybody.test(sentence.word(index))) return false;
  }
  const follows = sentence.gap(index) === ', ' || goesOn.test(sentence.word(index - 1));
  if (!sentence.begins(index) && !follows && !sentence.has(index - 1, known.role)) return false;
  // "Rob Banks is my coach": after the family's name.
  const isWhole = sentence.has(index + 1, known.family) && !sentence.low(index + 1) && sentence.gap(index + 1) === ' ';
  const end = sentence.scan.end(isWhole ? index + 1 : index);
  const rest = sentence.scan.text.slice(end, end + far);
  if (isDoubtful) return sureDeeds.test(rest);
  if (illness.test(sentence.word(index)) && !sentence.has(index, known.given)) return false;
  return deeds.test(rest) || sureDeeds.test(rest) || (!sentence.has(index, known.word) && habits.test(rest));
}

/** What those do to many who never met them. */
const fromAfar =
  "(?:makes|made|inspire[sd]?|motivate[sd]?|change[sd]?|save[sd]?|remind(?:s|ed)|move[sd]?|bore[sd]?|annoy(?:s|ed)|get|gets|got|gives|kills|cracks|treat(?:s|ed)|destroy(?:s|ed)|would|kick(?:s|ed) (?:my|our)|is|was|isn't|wasn't|reading|in|on|to|and|or|but|for|with|about|like|of|vs|as|not)";
const toSpeaker = new RegExp(
  `^(?:(?: who| ${adverb}| keeps| kept| has| had)* (?!${fromAfar} )\\p{L}+(?: (?!(?:like|than|as|about|for|in|on|is|was|are) )\\p{L}+)? (?:me|us|my)|.{0,12} raped| (?:and|&) (?:I|me)| from (?:my|our|work|HR|[Tt]he gym|school|church|the office|next door)| lives (?:next|near|with|down|across|upstairs|downstairs)|.{0,12} (?:says|said) (?:hi|hello|sorry|thanks))(?!\\p{L})`,
  'u',
);

/** Does something follow a name that its bearer does to the speaker, and hardly somebody who is only heard of? */
export function doesToSpeaker(sentence: Sentence, last: number): boolean {
  const rest = sentence.scan.text.slice(sentence.scan.end(last), sentence.scan.end(last) + far);
  return toSpeaker.test(rest) || deeds.test(rest);
}
