/** The papers of a user's erasure: keyed hashes and counts. */
export const erasurePrefix = (pseudonym: string) => `erasures/${pseudonym}/`;
export const planKey = (pseudonym: string) => `${erasurePrefix(pseudonym)}plan.json`;
export const datasetsKey = (pseudonym: string) => `${erasurePrefix(pseudonym)}datasets.json`;
export const reportKey = (pseudonym: string) => `${erasurePrefix(pseudonym)}report.json`;
/** What was found in shards, kept until the erasure is done: the search of the datasets goes by it. */
export const foundPrefix = (pseudonym: string) => `${erasurePrefix(pseudonym)}found/`;
/** What one part of one round came to. */
export const roundPrefix = (pseudonym: string, round: number) => `${erasurePrefix(pseudonym)}round-${round}/`;

/** Folders whose lines name their users. */
export const lineFolders = ['exchanges/', 'examples/', 'signals/'] as const;

export const supersededKey = (dataset: string) => `datasets/${dataset}/superseded.json`;
/** The ids of the examples that an emptied dataset had: which models it tainted for whom can still be told. */
export const membersKey = (dataset: string) => `datasets/${dataset}/members.txt`;
