/** What is wrong with a line, or with a file (line 0), and how to mend it. Never holds text of the line. */
export interface Problem {
  readonly file: string;
  /** From 1; 0 where the whole file is meant. */
  readonly line: number;
  readonly code: ProblemCode;
  readonly what: string;
  readonly mend: string;
}

/** A problem whose place the caller knows. */
export type LineProblem = Omit<Problem, 'file' | 'line'>;

/** How each kind of problem is mended. */
export const mends = {
  byte_order_mark: 'Save the file as UTF-8 without a byte order mark.',
  not_utf8: 'Save the file as UTF-8.',
  carriage_return: 'End lines with a line feed alone.',
  empty_line: 'Remove the line.',
  invalid_json: 'Write one JSON object per line; line breaks inside texts are written \\n.',
  half_line: 'The file was cut off: write it again to its end.',
  line_too_long: 'Shorten the conversation, or write each on a line of its own: so long a line is not read.',
  not_an_object: 'Write a JSON object on the line.',
  unknown_key: 'Remove the key.',
  repeated_key: 'Keep one of the two: a reader takes the last, or refuses the line.',
  lone_surrogate: 'Write the whole character: half of one cannot be saved as UTF-8.',
  no_messages: 'Give "messages" a list of at least one user and one assistant message.',
  not_a_message: 'Write an object: {"role": "...", "content": "..."}.',
  unknown_role: 'Use "system", "user", "assistant" or "tool".',
  empty_content: 'Give the message a text, or remove it.',
  no_user: 'Add the user message that is answered.',
  wrong_name: 'Use letters, digits, _ and -, 64 at most, or remove "name".',
  wrong_content: 'Make "content" a string.',
  wrong_weight: 'Use "weight" 0 or 1, on assistant messages only.',
  nothing_to_learn: 'Give one assistant message at least the weight 1, or none a weight.',
  last_not_assistant: 'End the conversation with the assistant message to learn.',
  special_token: 'Remove the words between <| and |> or write them otherwise: they fail the whole job.',
  too_many_tokens: 'Shorten the conversation: the trainer cuts off what is beyond.',
  no_outputs: 'Give it a list of exactly one assistant message.',
  same_outputs: 'Remove the line: nothing tells which of the two is better.',
  wrong_schema_version: 'Write "schemaVersion": "bedrock-conversation-2024".',
  first_not_user: 'Start the conversation with a message by the user.',
  not_in_turn: 'Let user and assistant take turns: join messages of one of them.',
  reserved_word: 'Write the word otherwise: it fails the whole job.',
  wrong_media: 'Give it a "source" with "bytes" or an "s3Location" with a "uri".',
  wrong_system: 'Write "system": [{"text": "..."}], or leave it out.',
  missing_key: 'Add the key.',
  wrong_value: 'Give the key a value of that kind.',
  same_id: 'Give each exchange an id of its own.',
  duplicate: 'Keep one of the two lines.',
  leak: 'Keep the line in one of the files: what is learned must not be what is tested.',
  empty_file: 'Write at least one line; trainers want 10 or more.',
  too_few_lines: 'Write more lines: the trainer takes no fewer.',
  too_many_lines: 'Keep fewer examples: the trainer takes no more.',
  not_as_written: 'Start a new run: the file was changed, or its parts were not put together as they were written.',
  file_too_large: 'Keep fewer examples: narrow "since", or choose a stricter policy.',
} as const;
export type ProblemCode = keyof typeof mends;

/** A problem with the usual advice, or with better advice. */
export const problem = (code: ProblemCode, what: string, mend: string = mends[code]): LineProblem => ({
  code,
  what,
  mend,
});
