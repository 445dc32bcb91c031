/** Round brackets with a bar in them: `:(` and `(wow)` are none. */
const choice = /\(([^()|]*(?:\|[^()|]*)+)\)/;

const chosen = (phrase: string): readonly string[] => {
  const found = choice.exec(phrase);
  if (!found) return [phrase];
  const before = phrase.slice(0, found.index);
  const rest = chosen(phrase.slice(found.index + found[0].length));
  return (found[1] ?? '').split('|').flatMap((one) => rest.map((end) => before + one + end));
};

/**
 * The phrases that a phrase with choices stands for: `(you are|youre) (|so) tired` is four. A choice may be empty and may
 * hold several words; the blank that is left over goes. No choice may stand in another.
 */
export const withAlternatives = (phrase: string): readonly string[] =>
  chosen(phrase).map((each) => each.replace(/ +/g, ' ').trim());
