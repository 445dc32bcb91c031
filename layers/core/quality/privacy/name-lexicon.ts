import * as z from 'zod';

const words = z.array(z.string().min(1)).readonly();

/** What `names.json` may say. */
export const nameWordsSchema = z.strictObject({
  description: z.string(),
  introductions: words,
  softIntroductions: words,
  personPhrases: words,
  labels: words,
  interjections: words,
  petNames: words,
  givingVerbs: words,
  benchmarks: words,
  eponyms: words,
  honorifics: words,
  roles: words,
  possessives: words,
  greetings: words,
  signOffs: words,
  verbsBefore: words,
  personVerbsBefore: words,
  verbsAfter: words,
  softVerbsAfter: words,
  vocativeNext: words,
  particles: words,
  workouts: words,
  workoutBefore: words,
  workoutAfter: words,
  placeBefore: words,
  neverAfter: words,
  workoutSure: words,
  workoutDone: words,
  calendar: words,
  calendarBefore: words,
  /** What somebody is: of a people, a faith, a sign. */
  qualities: words,
  /** Machines that are spoken to and bear people's names. */
  assistants: words,
  /** Makers whose models bear people's names, as a Hoka Clifton does. */
  makers: words,
  /** After whom lifts, stretches and tests are named. */
  lifters: words,
  /** Family names that are usual words: of trades, colours, animals, of what stands in the country. */
  plainSurnames: words,
  /** Family names that are usual words, and mostly go on with the sentence after a given name. */
  neverSurnames: words,
});
export type NameWords = z.infer<typeof nameWordsSchema>;

/** What is known of a word, as bits. */
export const known = {
  given: 1,
  family: 2,
  word: 4,
  usual: 8,
  notPerson: 16,
  workout: 32,
  honorific: 64,
  role: 128,
  possessive: 256,
  greeting: 512,
  signOff: 1024,
  verbBefore: 2048,
  personVerbBefore: 4096,
  verbAfter: 8192,
  softVerbAfter: 16384,
  vocativeNext: 32768,
  particle: 65536,
  workoutBefore: 131072,
  workoutAfter: 262144,
  placeBefore: 524288,
  neverAfter: 1048576,
  workoutSure: 2097152,
  calendar: 4194304,
  calendarBefore: 8388608,
  common: 16777216,
  workoutDone: 33554432,
  label: 67108864,
  interjection: 134217728,
  petName: 268435456,
  givingVerb: 536870912,
  benchmark: 1073741824,
} as const;

/** Two of these at the beginning of a text tell that it is German. */
export const germanWords: readonly string[] =
  'ich und ist mein meine meinem meinen meiner meines meins nicht der die das ein eine einen auf mit für von zu hat bin wir sie er war heute noch aber'.split(
    ' ',
  );

/** One of these stands where workouts are spoken of, mostly. */
export const trainingWords: readonly string[] =
  'wod wods double muscle muscleup muscleups toes burpee burpees kettlebell amrap emom rx rxd benchmark thruster thrusters pull pullups rounds cap scaled jumps balls ball rope handstand overhead snatches unders'.split(
    ' ',
  );

/** The lists of single words, with the bit that each sets. */
export const listBits = [
  ['honorifics', known.honorific],
  ['roles', known.role],
  ['possessives', known.possessive],
  ['greetings', known.greeting],
  ['signOffs', known.signOff],
  ['verbsBefore', known.verbBefore],
  ['personVerbsBefore', known.personVerbBefore],
  ['verbsAfter', known.verbAfter],
  ['softVerbsAfter', known.softVerbAfter],
  ['vocativeNext', known.vocativeNext],
  ['particles', known.particle],
  ['workouts', known.workout],
  ['workoutBefore', known.workoutBefore],
  ['workoutAfter', known.workoutAfter],
  ['placeBefore', known.placeBefore],
  ['neverAfter', known.neverAfter],
  ['workoutSure', known.workoutSure],
  ['workoutDone', known.workoutDone],
  ['labels', known.label],
  ['interjections', known.interjection],
  ['petNames', known.petName],
  ['givingVerbs', known.givingVerb],
  ['benchmarks', known.benchmark],
  ['calendar', known.calendar],
  ['calendarBefore', known.calendarBefore],
] as const satisfies readonly (readonly [keyof NameWords, number])[];
