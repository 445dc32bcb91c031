import { known } from './name-lexicon.ts';
import type { Sentence } from './name-sentence.ts';
import { abstract } from './name-things.ts';
import { shape } from './signs.ts';

/** With what a question begins that asks about somebody. */
const asks = /^(?:is|was|isn't|wasn't|did|does|didn't|doesn't|has|hasn't|can|could|can't|will|would|won't|should)$/;
const opens = /^(?:what|why|where|how|when|who|whats|hows|wheres)$/;
const modal = /^(?:will|may|can)$/;

const adverb = '(?:(?:ever|even|still|really|already|also|always|actually|usually|just) )?';
const mood =
  '(?:mad|angry|annoyed|upset|pissed(?: off)?|cross|cool|ok|okay|alright|happy|jealous|disappointed|furious|cruel|mean|rude|nice)';
const kin =
  '(?:coach|trainer|friend|boss|boyfriend|girlfriend|husband|wife|brother|sister|son|daughter|cousin|pt|physio)';
const doing =
  '(?:text|texted|call|called|reply|replied|say|said|tell|told|ask|asked|know|think|teach|coach|cancel|cancell?ed|bail|bailed|swap|spot|show up|turn up|snore|cook|drink|smoke|want|hate|care|mind|remember|forget|apologi[sz]e|agree|get back to|answer|message|messaged|email|emailed|come over|move out|break up|cheat|lie|invite|quit|own)';
/** Of firms and of what one watches is asked whether it replied, called or was cancelled: of no firm whether it snores. */
const ofPeople = new RegExp(
  `^(?:${[
    `${adverb}${mood} (?:at|with|about|that|if|i|because|to me)`,
    `${adverb}(?:snore|cook|drink|smoke|apologi[sz]e|come over|move out|turn up|show up|spot me|single|married|pregnant|dating|gay|straight)`,
    `${adverb}(?:my|your|his|her|our) (?:\\p{L}+ )?${kin}`,
    '(?:reply to|text) (?:you|u)',
  ].join('|')})(?!\\p{L})`,
  'u',
);
/** What is asked of people alone, after who is asked about. */
const asked = new RegExp(
  `^(?:${[
    `${adverb}${mood} (?:at|with|about|that|if|i|because|to me)`,
    `(?:(?:gonna|going to|gunna) )(?:be ${mood}|${doing})`,
    `${adverb}${doing}`,
    `${adverb}(?:single|married|pregnant|dating|cheating|gay|straight|hiring|working|teaching|coaching|subbing|in (?:today|tomorrow|tonight)|off (?:today|tomorrow|sick|on))`,
    `${adverb}(?:my|your|his|her|our) (?:\\p{L}+ )?(?:${kin}|type)`,
  ].join('|')})(?!\\p{L})`,
  'u',
);
/** Who was asked about goes on as "he" or "she". */
const pronoun = /(?<!\p{L})(?:he|she|him|his|her|hers|he's|she's|hes|shes)(?!\p{L})/u;
const far = 64;

const speaker = /^i(?:'|$)/;

/** What one is told or asked: who stands between the verb and this is a person. */
const told =
  /^(?: (?:about|that|to|if|i|im|i'm|i'd|i'll|he|she|everything|off|out|over|back|sorry|no|yes|hi|hello|how|why|what|when|where|we|you|my|we're|it's|its)(?!\p{L})|[,.!?]|$)/u;
const tells =
  /^(?:tell|told|telling|ask|asked|asking|text|texted|texting|call|called|message|messaged|email|emailed|remind|reminded|thank|thanked|invite|invited|warn|warned|promise|promised|owe|married|dumped|hugged|kissed|met|beat|dm|dmed)$/;
/** "picked ivy up from daycare" */
const brings = /^(?:picked|pick|dropped|drop|drove|walked)$/;
const along = /^ (?:up from|off at|home)(?!\p{L})/u;
const noun = /^(?:a|an|the|my|your|his|her|our|their|no|this|that|any|some|every|first|last|next|phone)$/;

/**
 * "is bill gonna be mad", "has pat replied? i need her answer", "why is April mad at me", "i told drew about it": a given
 * name that is a usual word too, of which is asked or to whom is told what only people do or are told.
 */
export function isAskedAbout(sentence: Sentence, index: number): boolean {
  const { scan } = sentence;
  // A strange word with a capital may be asked about as well: "did Suki reply?"
  const isStrange = scan.bits(index) === 0 && scan.shape(index) === shape.capital && !sentence.flat;
  if (!isStrange && (!sentence.has(index, known.given) || sentence.has(index, no))) return false;
  if (sentence.gap(index) !== ' ' || scan.possessive(index)) return false;
  if (!isStrange && !sentence.has(index, known.word | known.calendar | known.benchmark)) return false;
  const word = sentence.word(index);
  const isLow = sentence.low(index);
  if (isLow && (modal.test(word) || sentence.has(index, known.calendar))) return false;
  const before = index - 1;
  const verb = sentence.word(before);
  const isTold = tells.test(verb);
  if (brings.test(verb) && along.test(scan.lower.slice(scan.end(index), scan.end(index) + 12))) return true;
  if (!isTold && !asks.test(verb)) return false;
  const rest = scan.lower.slice(scan.end(index), scan.end(index) + far);
  const isVague = abstract.test(word) || sentence.has(index, known.benchmark);
  if (isTold) return told.test(rest) && !isVague && !noun.test(sentence.word(before - 1));
  if (!rest.startsWith(' ')) return false;
  const begins = sentence.begins(before) || sentence.gap(before).startsWith(',');
  if (!begins && !opens.test(sentence.word(before - 1))) return false;
  if (isStrange && !pronoun.test(rest)) return ofPeople.test(rest.slice(1));
  return asked.test(rest.slice(1)) || (isLow && !isVague && isPronounOf(sentence, index, rest));
}
const no = known.role | known.particle | known.honorific | known.petName;

/** Is there a "he" or "she" that can be nobody else, in a clause behind: not "would pepper spray blind him"? */
function isPronounOf(sentence: Sentence, index: number, rest: string): boolean {
  const at = rest.search(pronoun);
  const clause = rest.search(/[,.?!;\n]/);
  if (at < 3 || clause < 1 || clause > at) return false;
  const { scan } = sentence;
  for (let other = index + 1; other < scan.count && scan.start(other) < scan.end(index) + at; other++) {
    if (sentence.has(other, known.role) || (!sentence.low(other) && !speaker.test(sentence.word(other)))) return false;
  }
  return true;
}
