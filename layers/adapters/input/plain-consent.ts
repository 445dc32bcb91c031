import { plainName, wordsOf } from './names.ts';

const training = new Set('train training finetune finetuning tuning'.split(' '));
const consenting = new Set('consent consented consents'.split(' '));
/** Beside one of these a name with consent in it is about nothing but consent. */
const giving = new Set('given granted has have is gave status user users i we my'.split(' '));
/** Whose consent alone may be to a treatment, or to a club's rules. */
const treated = new Set('person client patient member'.split(' '));
/** Somebody's setting. */
const setting = new Set('allow allows opt opted in'.split(' '));
const permitting = new Set(
  'allowed permit permits permitted permission agree agreed agrees can could may ok okay use used using uses'.split(
    ' ',
  ),
);
/** What trains. Without it, what is allowed, agreed to or permitted may be the training of a body, or of a therapist. */
const isOfModel = /\b(?:ai|ml|llm|models?|machine learning|fine ?tun(?:e|ed|ing))\b/;
/** What is trained on. Right after `training` it may be notes of workouts, or messages about them. */
const material = '(?:data|content|texts?|messages?|chats?|conversations?)';
const isTrainedOn = new RegExp(
  `\\buse (?:\\w+ ){0,2}${material} (?:for|to)(?: the)? train(?:ing)?$|\\btrain(?:ing)? on (?:\\w+ ){0,2}${material}\\b`,
);
const materials = new Set(
  'ai ml llm model models machine learning fine data content text texts message messages chat chats conversation conversations'.split(
    ' ',
  ),
);
const small = new Set('for to on of with by from be the a this it me us we i my your user users app'.split(' '));

/** What tells that something was done. */
const done = new Set('trained tuned finetuned is was has been have'.split(' '));

/** Objects in a row that say more of the row; a `consent` in `cookies` is about something else. */
const around = ['metadata', 'meta', 'extra', 'attributes', 'properties', 'flags', 'privacy', 'user', 'info', 'custom'];

/**
 * Whether a yes or no in a field can mean nothing but whether what the row says may train a model: `consent_given`,
 * `allow_model_training`, `ai_training_opt_in`, `can_use_data_for_training`. Not `opt_in`, which may be to a newsletter,
 * nor `research_consent` or `patient_consent`, nor `allow_training` and `training_consent`, which a gym or a clinic may
 * ask for.
 *
 * @param way the name, or `metadata.name` where it stands in an object in the row
 */
export function isPlainConsent(way: string): boolean {
  const dot = way.lastIndexOf('.');
  const words = wordsOf(way.slice(dot + 1));
  const only = (...sets: ReadonlySet<string>[]) => words.every((word) => sets.some((set) => set.has(word)));
  const any = (set: ReadonlySet<string>) => words.some((word) => set.has(word));
  if (!any(training)) return any(consenting) && only(consenting, giving) && isAround(way.slice(0, Math.max(dot, 0)));
  const said = words.join(' ');
  // What was done with a text says nothing of who agreed to it.
  return asksToTrain(way) && !words.includes('used') && (isOfModel.test(said) || isTrainedOn.test(said));
}

/** Whether a field asks for training, whatever it says and whoever is trained. @param way as above */
export function asksToTrain(way: string): boolean {
  const words = wordsOf(way.slice(way.lastIndexOf('.') + 1));
  const any = (set: ReadonlySet<string>) => words.some((word) => set.has(word));
  const isSet = words.includes('allow') || words.includes('allows') || /opt(?:ed)?in/.test(words.join(''));
  const isMeant = isSet || any(consenting) || (any(permitting) && any(materials));
  const known = [training, consenting, giving, treated, setting, permitting, materials, small];
  return any(training) && isMeant && words.every((word) => known.some((set) => set.has(word)));
}

/** Whether a field tells only that a model was trained, as `model_trained` does: by whose leave it does not say. */
export function isOfTrained(name: string): boolean {
  const words = wordsOf(name);
  const isKnown = words.every((word) => [done, materials, small].some((set) => set.has(word)));
  return isKnown && /\b(?:trained|tuned|finetuned)\b/.test(words.join(' ')) && isOfModel.test(words.join(' '));
}

const isAround = (name: string): boolean => name === '' || around.includes(plainName(name));
