/**
 * Whether a UTF-16 unit is one of Unicode's Default_Ignorable_Code_Point: nothing of it is seen, and a word that holds
 * it is read as the word without it. They join emoji, vary them, and part a word where a line may break.
 */
export const isIgnorable = (unit: number): boolean =>
  unit === 0xad ||
  (unit >= 0x200b &&
    (unit <= 0x200f ||
      (unit >= 0x202a && unit <= 0x202e) ||
      (unit >= 0x2060 && unit <= 0x206f) ||
      (unit >= 0xfe00 && unit <= 0xfe0f) ||
      unit === 0xfeff ||
      unit === 0x3164 ||
      unit === 0xffa0 ||
      (unit >= 0xfff0 && unit <= 0xfff8))) ||
  unit === 0x34f ||
  unit === 0x61c ||
  unit === 0x115f ||
  unit === 0x1160 ||
  unit === 0x17b4 ||
  unit === 0x17b5 ||
  (unit >= 0x180b && unit <= 0x180f);

/** The same for a surrogate pair: tags, further variation selectors, and marks of music and shorthand. */
export const isIgnorablePair = (high: number, low: number): boolean =>
  low >= 0xdc00 &&
  low <= 0xdfff &&
  ((high >= 0xdb40 && high <= 0xdb43) ||
    (high === 0xd834 && low >= 0xdd73 && low <= 0xdd7a) ||
    (high === 0xd82f && low >= 0xdca0 && low <= 0xdca3));
