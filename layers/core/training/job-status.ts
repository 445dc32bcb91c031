/** What a job's status means for the run. */
type Phase = 'going' | 'succeeded' | 'failed' | 'cancelled';

/**
 * Reads the trainer's status. Only the three known endings end a run: `paused`, or a word that did not exist when
 * this was written, may still become a model that is paid for.
 */
export const phaseOf = (status: string): Phase =>
  status === 'succeeded' || status === 'failed' || status === 'cancelled' ? status : 'going';

const firstWait = 20;
const longestWait = 300;
const growth = 1.25;

/**
 * Seconds to wait before the next poll: 20 at first, a quarter more each time, 300 at most. A small job is seen
 * to end within a minute of its end; a long one can be polled for nine days before the execution's history is full.
 *
 * @param polls how often the job was asked for so far (0 or more)
 */
export const pollSeconds = (polls: number): number =>
  Math.round(Math.min(longestWait, firstWait * growth ** Math.min(polls, 100)));

/** How many polls in a row may go unanswered before the run gives up; with the waits between them, half an hour or more. */
export const missesAllowed = 15;
