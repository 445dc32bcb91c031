/** What may be asked of people: a field about it says yes or no to training. */
const asked = new Set(
  'train training trainable opt opted agree agreed agrees agreement allow allowed allows permission permissions permitted permit share sharing gdpr consent consented'.split(
    ' ',
  ),
);

/** What may stand beside that in the name of such a field. Any other word makes it a field about something else. */
const beside = new Set(
  'do not dont no never can could may must be is are was has have use used using uses for to in out of on with by from the a this it my your user users person client member patient i we us app ai ml llm model models machine learning bot data content text texts message messages chat chats conversation conversations research analytics product improvement improve purpose purposes processing collection usage given granted ok okay status flag fine tune tuned tuning finetune finetuning'.split(
    ' ',
  ),
);

/** With one of these a field is about consent even where it says nothing, or 0 alone; another may count, or take notes. */
const certain = new Set(
  'gdpr permission permissions permit permitted opt opted allow allowed allows agree agreed agrees sharing trainable do not dont no never can may ok okay'.split(
    ' ',
  ),
);

/** What a field says that asks for yes or no; a blank is no yes. */
const answers = new Set(
  ' true false yes no y n t f 0 1 on off granted given allowed agreed accepted denied declined refused rejected withdrawn revoked pending none never unknown'.split(
    ' ',
  ),
);

/** The words of `allowAITraining`, `do_not_train` or `Data sharing`. */
const wordsOf = (name: string): string[] =>
  name
    .slice(0, 100)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');

const isAnswer = (value: unknown): boolean =>
  ['boolean', 'number', 'string'].includes(typeof value) || value === null
    ? answers.has(
        String(value ?? '')
          .slice(0, 20)
          .trim()
          .toLowerCase(),
      )
    : false;

const isBlank = (value: unknown): boolean => value === null || (typeof value === 'string' && value.trim() === '');

const isNumber = (value: unknown): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^\s*[01]\s*$/.test(value));

/** Consent in one word, whatever it says, as in `consentGiven` or `optOut`. */
const isNamedForConsent = (name: string): boolean =>
  /consent|donottrain|^opt(?:ed)?(?:in|out)|opt(?:in|out)$|optedout$/.test(
    name.toLowerCase().replaceAll(/[\s_-]/g, ''),
  );

function asksForConsent(name: string, value: unknown): boolean {
  if (isNamedForConsent(name)) return true;
  if (!isAnswer(value)) return false;
  const words = wordsOf(name);
  if (!words.some((word) => asked.has(word)) || !words.every((word) => asked.has(word) || beside.has(word)))
    return false;
  return words.some((word) => certain.has(word)) || !(isBlank(value) || (isNumber(value) && words.length === 1));
}

/**
 * Whether a row says something of consent to training under another name than `consent`, itself or in an object in it
 * such as `metadata`. By the words of the name, and where these are common by the value too: `shared_at`,
 * `train_number` and `training: "squats"` are about something else.
 */
export const tellsConsent = (record: object): boolean =>
  Object.entries(record).some(
    ([name, value]) =>
      asksForConsent(name, value) ||
      (value !== null &&
        typeof value === 'object' &&
        !Array.isArray(value) &&
        Object.entries(value).some(([inner, said]) => asksForConsent(inner, said))),
  );
