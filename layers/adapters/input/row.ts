/** A row of the input: its names made alike, and where it stands. */
export interface Row {
  /** Of the file, counted from 1. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A row that cannot be used, and why. Never holds what the row says. */
export interface BadRow {
  readonly line: number;
  readonly reason: string;
}

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
