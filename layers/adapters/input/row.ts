/** Where a row stands. */
interface Place {
  /** Of the file, counted from 1. */
  readonly line: number;
  /** It is no line that was counted, but JSON values over however many lines. */
  readonly isValue?: boolean;
}

/** A row of the input: its names made alike, and where it stands. */
export interface Row extends Place {
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A row that cannot be used, and why. Never holds what the row says. */
export interface BadRow extends Place {
  readonly reason: string;
}

export const badRow = ({ line, isValue }: Place, reason: string): BadRow => ({
  line,
  ...(isValue && { isValue }),
  reason,
});

/** `line 7`, or `value 7` of a JSON array. */
export const placeOf = ({ line, isValue }: Place): string => `${isValue ? 'value' : 'line'} ${line}`;

export const isBad = (row: Row | BadRow): row is BadRow => 'reason' in row;

const aliases: Readonly<Record<string, string>> = {
  conversation: 'conversationid',
  user: 'userid',
  role: 'sender',
  content: 'text',
  message: 'text',
  timestamp: 'createdat',
};

/** `Conversation ID`, `conversation_id` and `conversationId` are one name. */
export const fieldName = (name: string): string => {
  const plain = name.toLowerCase().replaceAll(/[\s_-]/g, '');
  return aliases[plain] ?? plain;
};

export const named = (record: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [fieldName(name), value]));
