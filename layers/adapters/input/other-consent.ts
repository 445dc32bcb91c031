import { isName, plainName, wordsOf } from './names.ts';
import { asksToTrain, isOfTrained, isPlainConsent } from './plain-consent.ts';

/** What may be asked of people: a field about it says yes or no to training. */
const asked = new Set(
  'train training trainable opt opted agree agreed agrees agreement allow allowed allows permission permissions permitted permit share sharing gdpr consent consented'.split(
    ' ',
  ),
);

/** What may stand beside that in the name of such a field. Any other word makes it a field about something else. */
const beside = new Set(
  'do not dont no never can could may must be is are was has have use used using uses for to in out of on with by from the a this it my your user users person client member patient i we us app ai ml llm model models machine learning bot data content text texts message messages chat chats conversation conversations research analytics product improvement improve purpose purposes processing collection usage given granted ok okay status flag fine tune tuned tuning finetune finetuning exclude excluded disallow disallowed forbid forbidden prohibit prohibited notrain'.split(
    ' ',
  ),
);

/** With one of these a field is about consent even where it says nothing, or 0 alone; another may count, or take notes. */
const certain = new Set(
  'gdpr permission permissions permit permitted opt opted allow allowed allows agree agreed agrees sharing trainable do not dont no never can may ok okay exclude excluded disallow disallowed forbid forbidden prohibit prohibited notrain'.split(
    ' ',
  ),
);

/** A yes; a spreadsheet writes its TRUE and FALSE in the language of its user. */
export const granted: readonly string[] =
  'true yes y 1 granted wahr ja vrai oui verdadero vero sí verdadeiro sim waar'.split(' ');
/** A no; a blank is no yes. */
export const refused: readonly string[] = ['', ...'false no n 0 falsch nein faux non falso não onwaar nee'.split(' ')];

/** What a field says that asks for yes or no. */
const yes = new Set([...granted, ...'t on given allowed agreed accepted'.split(' ')]);
const untrue = new Set([...refused, ...'f off none never'.split(' ')]);
const no = new Set([...untrue, ...'denied declined refused rejected withdrawn revoked pending unknown'.split(' ')]);

/** In a name they turn what the field says: who says yes to `opt_out` refuses. */
const turning = new Set('out not dont no non never without cannot notrain'.split(' '));
const turningStem =
  /^(?:withdr|withh|revo[ck]|refus|den[iy]|declin|reject|expir|cancel|optout|optedout|donottrain|exclud|disallow|forbid|prohibit)/;

const isTurning = (word: string): boolean => turning.has(word) || turningStem.test(word);

/** With one of these a field tells more about a consent, such as when or by which text it was given. */
const details = new Set('at date time timestamp version id source url language locale method'.split(' '));

/** Further words that leave a yes a yes; a name with any other, such as `consent_missing`, may say anything. */
const confirming = new Set(
  'optin optedin marketing parental parent guardian informed explicit written verbal signed obtained confirmed'.split(
    ' ',
  ),
);

/** @returns undefined for what is no text, number, yes or no */
const answerOf = (value: unknown): string | undefined =>
  ['boolean', 'number', 'string'].includes(typeof value) || value === null
    ? String(value ?? '')
        .trim()
        .slice(0, 100)
        .toLowerCase()
    : undefined;

const isAnswer = (value: unknown): boolean => {
  const answer = answerOf(value);
  return answer !== undefined && (yes.has(answer) || no.has(answer));
};

const isBlank = (value: unknown): boolean => value === null || (typeof value === 'string' && value.trim() === '');

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^\s*[01]\s*$/.test(value));

/** Consent in one word, whatever it says, as in `consentGiven` or `optOut`. */
const isNamedForConsent = (name: string): boolean =>
  /consent|donottrain|^opt(?:ed)?(?:in|out)|opt(?:in|out)$|optedout$/.test(plainName(name));

function asksForConsent(name: string, value: unknown): boolean {
  if (isNamedForConsent(name) || asksToTrain(name)) return true;
  if (!isAnswer(value)) return false;
  if (isOfTrained(name)) return !isBlank(value);
  const words = wordsOf(name);
  if (!words.some((word) => asked.has(word)) || !words.every((word) => asked.has(word) || beside.has(word)))
    return false;
  return words.some((word) => certain.has(word)) || !(isBlank(value) || (isNumber(value) && words.length === 1));
}

/** What a field about consent says: `unclear` may be either, `nothing` goes with both. */
function saidBy(name: string, value: unknown): 'yes' | 'no' | 'nothing' | 'unclear' {
  if (isOfTrained(name)) return 'nothing';
  const words = wordsOf(name);
  const answer = answerOf(value) ?? 'an object';
  const [turn, another] = words.filter(isTurning);
  const isKnown = words.every(
    (word) => isTurning(word) || [asked, beside, details, confirming].some((known) => known.has(word)),
  );
  if (turn !== undefined) {
    const isOnce = isKnown && another === undefined;
    return answer === '' || (isOnce && untrue.has(answer)) ? 'nothing' : 'no';
  }
  const isDetail = words.some((word) => details.has(word));
  if (isDetail && (answer === '' || /^[1-9]/.test(answer) || !isAnswer(value))) return 'nothing';
  if (no.has(answer)) return 'no';
  return isKnown && (yes.has(answer) || /^\d{4}-\d\d-\d\d/.test(answer)) ? 'yes' : 'unclear';
}

/** Consent that cannot be known from a row: passed over, it would count as given. */
export class UnknownConsent {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Fields of a row, and of the objects in it such as `metadata`, by their way. */
const fieldsIn = (record: object): [way: string, name: string, value: unknown][] =>
  Object.entries(record).flatMap(([name, value]: [string, unknown]): [string, string, unknown][] => [
    [name, name, value],
    ...(value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value).map(([inner, said]): [string, string, unknown] => [`${name}.${inner}`, inner, said])
      : []),
  ]);

/** A name, and nothing that somebody may have written. */
const told = (way: string): string | undefined =>
  way.split('.').every(isName) || wordsOf(way).every((word) => asked.has(word) || beside.has(word))
    ? `"${way}"`
    : undefined;

/**
 * What a row says of consent to training: the field `consent`, unless another about it in the row, or in an object in
 * it such as `metadata`, says otherwise or stands alone. By the words of the name, and where these are common by the
 * value too: `shared_at`, `train_number` and `training: "squats"` are about something else.
 *
 * Beside a yes another field must say yes, or nothing at all; a no stands unless another says yes. What stands
 * under another name counts where that can mean nothing else; else it is told.
 *
 * @returns undefined when the row says nothing of it
 */
export function consentIn(record: object): unknown {
  const owns = Object.keys(record).filter((name) => plainName(name) === 'consent');
  const own = owns.includes('consent') ? 'consent' : owns[0];
  const fields = fieldsIn(record);
  const value = fields.find(([way]) => way === own)?.[2];
  const others = fields.filter(
    ([way, name, said]) => way !== own && !(own && way.startsWith(`${own}.`)) && asksForConsent(name, said),
  );
  if (value === undefined) {
    const [other] = others;
    const answers = others.map(([, name, said]) => saidBy(name, said));
    const plain = others.filter(([way]) => isPlainConsent(way)).map(([, , said]) => answerOf(said) ?? 'an object');
    if (plain.some((said) => yes.has(said)) && answers.every((said) => said === 'yes' || said === 'nothing'))
      return true;
    if (plain.some((said) => no.has(said)) && answers.every((said) => said === 'no' || said === 'nothing'))
      return false;
    const by = other && (told(other[0]) ?? 'such as opt_in, do_not_train or gdpr');
    return by && new UnknownConsent(`is called otherwise (${by}): call it consent, or remove what is none`);
  }
  const isGranted = granted.includes(answerOf(value) ?? 'an object');
  const otherwise = others.find(([, name, said]) =>
    isGranted ? ['no', 'unclear'].includes(saidBy(name, said)) : saidBy(name, said) === 'yes',
  );
  if (otherwise === undefined) return value;
  return new UnknownConsent(
    `is said otherwise by ${told(otherwise[0]) ?? 'another field'}: remove what does not count`,
  );
}
