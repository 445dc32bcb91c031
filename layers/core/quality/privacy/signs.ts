/** How a word is written. */
export const shape = { low: 0, capital: 1, upper: 2 } as const;

/** What a word opens the search for, beside names. */
export const cue = {
  street: 1,
  leading: 2,
  sureLeading: 4,
  addressCue: 8,
  unit: 16,
  birth: 32,
  digit: 64,
  account: 128,
  dot: 256,
  at: 512,
  introduction: 1024,
  softIntroduction: 2048,
  box: 4096,
  /** Says what a number is, as "card" does. */
  number: 8192,
  /** Is counted, as steps are. */
  counted: 16384,
  /** A street word that is hardly anything else. */
  firm: 32768,
  personPhrase: 65536,
  /** Is named after people, as an Arnold press is. */
  eponym: 131072,
  /** A maker of mailboxes, as Gmail is. */
  mailbox: 262144,
  /** What somebody is, as Irish. */
  quality: 524288,
  /** A machine that is spoken to. */
  assistant: 1048576,
  /** Tells a postcode, or a number that opens a door, a phone or a card. */
  entry: 2097152,
  /** Tells a number that opens a door, a phone or a card; one of `entry` too. */
  pin: 4194304,
  /** A usual word of German. */
  german: 8388608,
  /** Stands where workouts are spoken of. */
  training: 16777216,
  /** A maker of models that bear people's names. */
  maker: 33554432,
  /** After whom a lift is named. */
  lifter: 67108864,
  /** Tells a password, a code or a number of an account. */
  secret: 134217728,
  /** A page of the net. */
  site: 268435456,
} as const;

/** All but what is asked of words only when names and numbers are weighed. */
export const opensSearch = ~(
  cue.introduction |
  cue.softIntroduction |
  cue.personPhrase |
  cue.eponym |
  cue.number |
  cue.counted |
  cue.maker |
  cue.lifter
);

/** What a text holds, and so which finders must be asked. */
export const sign = {
  digit: 1,
  /** Five digits or more with no more than separators between. */
  number: 2,
  /** Letters and digits in one word, as in a code. */
  code: 4,
  at: 8,
  link: 16,
  tag: 32,
  network: 64,
  spelled: 128,
  spokenEmail: 256,
  spokenNumber: 512,
  bareHandle: 1024,
  address: 2048,
  birth: 4096,
  account: 8192,
  /** Three digits or more in a row, some said in words, or what may hide them. */
  spokenCode: 16384,
  /** A word such as "calle" that stands before the name of a street. */
  leading: 32768,
  /** Letters that may stand for digits, or digits for letters. */
  swapped: 131072,
  /** A word such as Lindenstraße. */
  compound: 65536,
  /** A word that begins with letters and has digits in it, as half a postcode of the United Kingdom. */
  lettered: 262144,
  /** Four digits or more in one number. */
  long: 524288,
  /** A word of `cue.entry`. */
  entry: 1048576,
  /** A word of `cue.pin`. */
  pin: 2097152,
  /** A word of `cue.firm`. */
  firm: 4194304,
  /** A word of `cue.secret`. */
  secret: 8388608,
} as const;
