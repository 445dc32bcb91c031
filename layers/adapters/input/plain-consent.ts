import { plainName, wordsOf } from './names.ts';

const training = new Set('train training finetune finetuning tuning'.split(' '));
const consenting = new Set('consent consented consents'.split(' '));
/** Beside one of these a name with consent in it is about nothing but consent. */
const giving = new Set(
  'given granted has have is gave status user users person client member patient i we my'.split(' '),
);
/** Somebody's setting. What is allowed, agreed to or permitted may be the training of a body. */
const setting = new Set('allow allows opt opted in'.split(' '));
const permitting = new Set(
  'allowed permit permits permitted permission agree agreed agrees can could may ok okay use used using uses'.split(
    ' ',
  ),
);
/** What is trained on, or what trains. */
const material = new Set(
  'ai ml llm model models machine learning fine data content text texts message messages chat chats conversation conversations'.split(
    ' ',
  ),
);
const small = new Set('for to on of with by from be the a this it me us we i my your user users app'.split(' '));

/** Objects in a row that say more of the row; a `consent` in `cookies` is about something else. */
const around = ['metadata', 'meta', 'extra', 'attributes', 'properties', 'flags', 'privacy', 'user', 'info', 'custom'];

/**
 * Whether a yes or no in a field can mean nothing but whether what the row says may train a model: `consent_given`,
 * `allow_training`, `training_opt_in`, `can_use_data_for_training`. Not `opt_in`, which may be to a newsletter, nor
 * `research_consent`, nor `training_allowed`, which a doctor may say.
 *
 * @param way the name, or `metadata.name` where it stands in an object in the row
 */
export function isPlainConsent(way: string): boolean {
  const dot = way.lastIndexOf('.');
  const words = wordsOf(way.slice(dot + 1));
  const only = (...sets: ReadonlySet<string>[]) => words.every((word) => sets.some((set) => set.has(word)));
  const any = (set: ReadonlySet<string>) => words.some((word) => set.has(word));
  if (!any(training)) return any(consenting) && only(consenting, giving) && isAround(way.slice(0, Math.max(dot, 0)));
  const isSet = words.includes('allow') || words.includes('allows') || /opt(?:ed)?in/.test(words.join(''));
  const isMeant = isSet || any(consenting) || (any(permitting) && any(material));
  return isMeant && only(training, consenting, giving, setting, permitting, material, small);
}

const isAround = (name: string): boolean => name === '' || around.includes(plainName(name));
