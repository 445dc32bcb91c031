/** The papers of a user's erasure: keyed hashes and counts. */
const erasurePrefix = (pseudonym: string) => `erasures/${pseudonym}/`;

/** One execution of the state machine for a user; of several that overlap each has its own papers. */
interface ErasureOf {
  readonly pseudonym: string;
  /** The execution's name. */
  readonly erasure: string;
}
/** One search of everything by an execution, from 1 on. */
export interface RoundOf extends ErasureOf {
  readonly round: number;
}
const executionPrefix = ({ pseudonym, erasure }: ErasureOf) => `${erasurePrefix(pseudonym)}executions/${erasure}/`;
export const planKey = (of: ErasureOf) => `${executionPrefix(of)}plan.json`;
export const datasetsKey = (of: ErasureOf) => `${executionPrefix(of)}datasets.json`;
/** What had been found in shards when a round began: this much its search of the datasets goes by for certain. */
export const foundBeforeKey = (of: ErasureOf) => `${executionPrefix(of)}found.json`;
export const reportKey = (pseudonym: string) => `${erasurePrefix(pseudonym)}report.json`;
/** What was found in shards, kept until the erasure is done: the search of the datasets goes by it. */
export const foundPrefix = (pseudonym: string) => `${erasurePrefix(pseudonym)}found/`;
/** What erasures of the user have deleted at the trainer of a run's files: a later round finds them there no more. */
export const deletedKey = (pseudonym: string, runId: string) => `${erasurePrefix(pseudonym)}deleted/${runId}.json`;
/** What one part of one round came to. */
export const roundsPrefix = (of: ErasureOf) => `${executionPrefix(of)}round-`;
export const roundPrefix = (of: RoundOf) => `${roundsPrefix(of)}${of.round}/`;

/** Folders whose lines name their users. */
export const lineFolders = ['exchanges/', 'examples/', 'signals/'] as const;
/** Pointers to items that could not be read. They name people as the app does, if at all. */
export const quarantine = 'quarantine/';

export const supersededKey = (dataset: string) => `datasets/${dataset}/superseded.json`;
/** The ids of the examples that an emptied dataset had: which models it tainted for whom can still be told. */
export const membersKey = (dataset: string) => `datasets/${dataset}/members.txt`;
