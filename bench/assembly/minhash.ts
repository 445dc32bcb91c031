import { Signer } from '../../layers/core/dataset/near/signature.ts';
import { seededShares } from '../../layers/core/seeded.ts';
import { aiText, userText } from '../chatter.ts';
import { parseAndStringify, summary } from '../figure.ts';

const mostTexts = 10_000;
const rounds = 5;

/**
 * The speed of signing a text, in percent of the floor: JSON.parse + JSON.stringify of an exchange with this text.
 *
 * @param exchanges how many the largest dataset of the benchmark has; more texts are not signed, nor more than 10,000
 */
export function minHashShare(exchanges: number) {
  const texts = Math.min(mostTexts, exchanges);
  const random = seededShares(11);
  const dialogues = Array.from({ length: texts }, () => ({
    user: `${userText(random)} ${userText(random)}`,
    assistant: `${aiText(random)} ${aiText(random)}`,
  }));
  const judgement = {
    policy: 'strategy@1.1.0',
    scores: { empathy: 0.5, question: 0.5, overall: 0.5 },
    flags: [],
    safety: [],
  };
  const lines = dialogues.map((dialogue, i) =>
    JSON.stringify({
      schema: 1,
      id: String(i).padStart(32, '0'),
      version: String(i).padStart(40, '0'),
      ...dialogue,
      judgement,
    }),
  );
  const timed = (work: () => unknown) => {
    const start = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(start);
    return user + system;
  };
  const signer = new Signer();
  const shares: number[] = [];
  for (let round = -1; round < rounds; round++) {
    const floor = timed(() => parseAndStringify(lines));
    const signing = timed(() => {
      for (const { user, assistant } of dialogues) signer.sign([user, assistant]);
    });
    if (round >= 0) shares.push((100 * floor) / signing);
  }
  return Number(summary(shares).median.toFixed(0));
}
