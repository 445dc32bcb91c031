import type { Piece } from './pieces.ts';

/** What people said of a message; a copy of it may say what another does not. */
type Facts = Pick<Piece, 'rating' | 'editedText' | 'regenerates'>;
type Copy = Facts & Pick<Piece, 'consent' | 'isDeleted'>;
const factNames = ['rating', 'editedText', 'regenerates'] as const;

/** Those that a message has. */
export const factsOf = ({ rating, editedText, regenerates }: Facts) => ({
  ...(rating !== undefined && { rating }),
  ...(editedText !== undefined && { editedText }),
  ...(regenerates !== undefined && { regenerates }),
});

/** Whether two copies of a message say different things of it. Of one that is deleted it is nothing what it said. */
export const contradict = (one: Copy, other: Copy): boolean =>
  !one.isDeleted &&
  !other.isDeleted &&
  factNames.some((name) => {
    const both = [one[name], other[name]];
    return one[name] !== other[name] && !both.includes(undefined) && !both.includes('unreadable');
  });

/**
 * What the first of two copies says counts, but for a rating that means nothing; whoever says no, or that it is
 * deleted, is heard.
 */
export function joined(first: Copy, second: Copy) {
  const { rating, ...others } = factsOf(first);
  const isReadable = typeof rating === 'number' || typeof second.rating !== 'number';
  return {
    ...factsOf(second),
    ...others,
    ...(isReadable && rating !== undefined && { rating }),
    consent: first.consent && second.consent,
    ...((first.isDeleted || second.isDeleted) && { isDeleted: true as const }),
  };
}
