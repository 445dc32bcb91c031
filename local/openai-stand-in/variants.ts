import { z } from 'zod';

/**
 * What the stand-in "writes" when it is asked for JSON: a variant of the conversation that it is given, by rule and
 * without any model. It swaps what comes first and last and adds a few words, so that it is neither its original nor
 * nearly the same, and says nothing new.
 */
const asked = z.object({
  context: z.array(z.object({ sender: z.enum(['user', 'ai']), text: z.string() })),
  user: z.string(),
  assistant: z.string(),
});

const openings = [
  'Let me put it differently.',
  'Something has been on my mind all day.',
  'I was thinking about this on the way home.',
  'Honestly, I do not quite know where to begin.',
] as const;
const answers = [
  'Thank you for telling me, it sounds as if this has really stayed with you.',
  'I hear how much this matters to you, and it makes sense that it does.',
  'That sounds like a lot to carry around, and I am glad you said it.',
  'It seems there is more than one feeling in what you describe.',
] as const;

/** One of a list, the same for the same text. */
export const pick = (list: readonly string[], text: string): string => {
  const sum = [...text].reduce((hash, letter) => (hash * 31 + (letter.codePointAt(0) ?? 0)) >>> 0, 7);
  return list[sum % list.length] ?? '';
};

/** Sentences in another order, every second word pair turned round: words stay, what stands side by side changes. */
const shuffled = (text: string): string =>
  text
    .split(/(?<=[.!?])\s+/)
    .toReversed()
    .map((sentence) => {
      const words = sentence.split(' ');
      const half = Math.ceil(words.length / 2);
      return [...words.slice(half), ...words.slice(0, half)].join(' ');
    })
    .join(' ');

/**
 * @param prompt the last message
 * @param wants names of the answer's properties
 * @returns JSON, or undefined when the prompt is no conversation in JSON
 */
export function variantOf(prompt: string, wants: readonly string[]): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(prompt);
  } catch {
    return undefined;
  }
  const read = asked.safeParse(json);
  if (!read.success) return undefined;
  const { user, assistant, context } = read.data;
  const made = {
    context: [
      ...context,
      { sender: 'user', text: pick(openings, assistant) },
      { sender: 'ai', text: 'I am here. What is it?' },
    ],
    user: `${pick(openings, user)} ${shuffled(user)}`,
    assistant: `${pick(answers, assistant)} ${shuffled(assistant)} What would help you most right now?`,
  };
  return JSON.stringify(Object.fromEntries(Object.entries(made).filter(([name]) => wants.includes(name))));
}
