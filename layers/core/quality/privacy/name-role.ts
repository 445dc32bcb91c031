/** How a name was met: from its bearer, by one who speaks to its bearer, or about a third. */
export type NameRole = 'self' | 'addressed' | 'other';

/** Takes a weight that speaks for a name, and how it would be met: the heaviest counts. */
export type Gain = (weight: number, as?: NameRole) => void;

/** What the words before a word say for its being a name. */
export interface Before {
  readonly value: number;
  readonly role: NameRole;
}
