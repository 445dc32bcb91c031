/** `Conversation ID`, `conversation_id` and `conversationId` are one name. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '');

/** One word or two, as names of fields are: a first line that is none may be what somebody wrote. */
export const isName = (name: string): boolean =>
  /^\s*[\p{L}_][\p{L}\p{N}_.-]{0,40}( [\p{L}\p{N}_.-]{1,40})?\s*$/u.test(name);

/** The words of `allowAITraining`, `do_not_train` or `Data sharing`. */
export const wordsOf = (name: string): string[] =>
  name
    .slice(0, 100)
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
