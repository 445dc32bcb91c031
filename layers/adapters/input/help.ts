import { knownColumns } from './csv.ts';

/** The forms in which conversations are read, for the help of commands. */
export const formsOfInput = `Forms of --input, one per row; JSON Lines, an array in JSON (.jsonl, .json) or CSV with a header (.csv, .tsv):
  {"conversationId", "userId", "messages": [{"sender", "text", "createdAt"}]}   a conversation
  {"turns": [{"role", "text"}]}                  a conversation; turns of one speaker in a row are joined
  {"question", "answer", "title"}                a question and its answer; the title stands in for no question
  {"conversationId", "sender", "text", "userId", "messageId", "createdAt"}      a message
  {"user", "assistant", "context": [{"sender", "text"}]}   a row of score
  {"mapping", "current_node", "conversation_id"}  a conversation of ChatGPT's export
  {"uuid", "chat_messages"}                      a conversation of Claude's export
  {"conversations": [ … ]}, {"data": [ … ]}      a list of any of these; what stands beside it (userId, consent) is said of all
  CSV columns: ${knownColumns}
A row that has none of these may call "question" prompt, instruction or input, "answer" completion, response or output,
"turns" conversations or dialogue; "sender" role, from, speaker or author, "text" content, message, value or body,
"conversationId" conversation, session_id, chat_id, thread_id or dialog_id.
Items as DynamoDB writes them ({"Item": {"text": {"S": … }}}) are read as well.
Senders: user, human, client, seeker, patient, customer, member; ai, assistant, bot, chatbot, gpt, chatgpt, model,
supporter, therapist, counselor, coach, companion, agent. Turns of a system, a developer or a tool are left out.
So are calls of tools: what a reply says before and after them is one reply.
"consent": false (or no, 0, blank) keeps a conversation or a message out; a file without it counts as consented.
Yes and no count as well in a field such as allow_model_training, ai_training_opt_in, consent_given or metadata.consent. Any other row
that speaks of consent under another name only, such as opt_in, allow_training, do_not_train or data_sharing, is skipped; so is one in which such a field and "consent" do not say the same.
A message or a conversation with "deleted", "deletedAt", "is_deleted" or the like is passed over, and counted.
"createdAt" is 2026-01-31 18:30, or seconds or milliseconds since 1970; without an offset, in UTC. 1/31/2026 is month first.
On a reply, "rating" (up, down, 1 to 5), "editedText" and "regenerates" (the id of the reply replaced) make preferences.
Rows that cannot be used are told by their line, and skipped.`;
