import { TerminalError } from '../errors.ts';

/** A model that was made the champion, once and for ever in the history. */
export interface Champion {
  /** From 1, without gaps. */
  readonly version: number;
  readonly model: string;
  readonly runId: string;
  readonly datasetId: string;
  readonly baseModel: string;
  /** ISO 8601, UTC. */
  readonly promotedAt: string;
}

export type NewChampion = Omit<Champion, 'version'>;

/** Which model is the champion, and which ones were. The history is only ever added to. */
export interface Registry {
  /** @returns undefined while nothing was promoted yet */
  champion(): Promise<Champion | undefined>;
  /**
   * The version that a run made of its model, whether or not it is still the champion. By both: Step Functions lets an
   * execution's name be used again after ninety days.
   */
  promotedBy(runId: string, model: string): Promise<Champion | undefined>;
  /**
   * Adds a version and makes it the champion, both or neither.
   *
   * @param expected the version that the candidate was measured against; 0 when there was no champion
   * @throws ChampionChanged when the champion is another one by now
   */
  promote(candidate: NewChampion, expected: number): Promise<Champion>;
}

/** Where the app reads the champion's name; a copy of what the registry says. */
export interface ModelParameter {
  write(model: string): Promise<void>;
}

/** Another run promoted its model while this one was measured against the champion before. */
export class ChampionChanged extends TerminalError {
  override name = 'ChampionChanged';

  constructor(expected: number) {
    super(
      `The candidate was compared with ${expected === 0 ? 'the base model' : `version ${expected}`}, but another run has promoted its model since. ` +
        'Nothing was changed. Start the run again: it will be compared with the new champion.',
    );
  }
}
