import OpenAI, { toFile } from 'openai';
import { OpenAiTrainer } from '../../layers/adapters/openai-trainer.ts';
import { createStandIn, type StandIn, type StandInOptions } from '../../local/openai-stand-in/server.ts';

/** A training line that teaches one reply to one message. */
export const line = (user: string, assistant: string): string =>
  JSON.stringify({
    messages: [
      { role: 'system', content: 'You are ReflectWithin.' },
      { role: 'user', content: user },
      { role: 'assistant', content: assistant },
    ],
  });

export const subjects = [
  'running',
  'sleep',
  'stress',
  'protein',
  'yoga',
  'swimming',
  'motivation',
  'weights',
  'walking',
  'rest',
];

/** What is taught about a subject: a reply that feels with one, and asks. */
export const replyAbout = (subject: string): string =>
  `It sounds like ${subject} has been hard for you, and it makes sense that you feel that way. What matters most to you about ${subject}?`;

/** Twelve lines by default, each about something else; `astray`: each reply belongs to another line. */
export const lines = (count = 12, { astray = false } = {}): string => {
  const about = Array.from({ length: count }, (_, index) => {
    const round = Math.floor(index / subjects.length);
    return `${subjects[index % subjects.length]}${round > 0 ? ` of late, ${round}` : ''}`;
  });
  return about
    .map((subject, index) => {
      const answered = astray ? (about[(index + 3) % count] ?? subject) : subject;
      return `${line(`I have a question about my ${subject}`, replyAbout(answered))}\n`;
    })
    .join('');
};

const running: StandIn[] = [];
// Also after a test that failed: an open server would keep the runner waiting.
afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.close()));
});

/** A running stand-in with the real SDK speaking to it; closed after the test. */
export async function openStandIn(options: StandInOptions = {}) {
  const standIn = await createStandIn({ key: 'right-key', stepMilliseconds: 5, ...options });
  running.push(standIn);
  const client = new OpenAI({ apiKey: 'right-key', baseURL: standIn.url, maxRetries: 0 });
  const upload = async (text: string, name = 'train.jsonl') =>
    client.files.create({ file: await toFile(Buffer.from(text), name), purpose: 'fine-tune' });
  const finished = async (id: string) => {
    for (;;) {
      const job = await client.fineTuning.jobs.retrieve(id);
      if (['succeeded', 'failed', 'cancelled'].includes(job.status)) return job;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const ask = async (model: string, content: string) => {
    const answer = await client.chat.completions.create({ model, messages: [{ role: 'user', content }] });
    return answer.choices[0]?.message.content;
  };
  const trainer = new OpenAiTrainer({ baseUrl: standIn.url, key: async () => 'right-key', retries: 0, patience: 2000 });
  return { standIn, client, trainer, upload, finished, ask };
}
