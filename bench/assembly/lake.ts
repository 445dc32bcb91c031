import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import * as z from 'zod';
import { policyFolder } from '../../cli/policy-folder.ts';
import { FolderObjectStore } from '../../layers/adapters/folder-object-store.ts';
import { loadPolicy } from '../../layers/adapters/policy-files.ts';
import type { Exchange } from '../../layers/core/conversation/exchange.ts';
import { policyId } from '../../layers/core/quality/policy.ts';
import { seededShares } from '../../layers/core/seeded.ts';
import { synonymOf } from './word-embedder.ts';

/** Who judged all of it: the policy as it is now, for by another one it would be judged anew. */
const policyOfLake = policyId(loadPolicy(policyFolder, 'strategy'));
/** Exchanges of a shard: as many as the collector is given at once. */
const shardSize = 500;
/** Of each hundred exchanges so many say again what another said, word by word or with one to three words changed. */
const [repeatedShare, editedShare] = [0.05, 0.05];
/** Where there is an embedder, so many say it again in other words. */
const rewordedShare = 0.05;
/** Of each hundred lines so many are delivered twice. */
const replayedShare = 0.05;

const hex = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);
const wordCount = 6000;
const syllables = 'ba ter no li sor men ka ru ti vel o dan chi fer zu pol'.split(' ');

/** A language of its own: its texts are never near by chance, as far as word triples go. */
function vocabulary(random: () => number): string[] {
  const part = () => syllables[Math.floor(random() * syllables.length)] ?? '';
  return Array.from({ length: wordCount }, () => Array.from({ length: 1 + Math.floor(random() * 3) }, part).join(''));
}

interface Said {
  readonly user: readonly string[];
  readonly assistant: readonly string[];
}

const copies = z.record(z.string(), z.string());

/** Which exchange an exchange repeats, by id: from here the bench knows what should be found. */
export const madeLakeSchema = z.object({ edited: copies, repeated: copies, reworded: copies });
type MadeLake = z.infer<typeof madeLakeSchema>;

export const exchangeId = (exchanges: number, i: number) => hex(`${exchanges} ${i}`);

/**
 * Writes seeded exchanges as the collector would: about 1.2 KB each, mostly by users who wrote twenty.
 *
 * @param rewords whether some say in other words what others said
 * @returns which of them are copies
 */
export async function makeLake(folder: string, exchanges: number, rewords: boolean): Promise<MadeLake> {
  const random = seededShares(exchanges);
  const words = vocabulary(random);
  const word = () => words[Math.floor(random() ** 1.5 * wordCount)] ?? '';
  const text = (least: number, more: number) => Array.from({ length: least + Math.floor(random() * more) }, word);
  const changed = (said: Said): Said => {
    const [user, assistant] = [[...said.user], [...said.assistant]];
    for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
      const part = random() < 0.5 ? user : assistant;
      part[Math.floor(random() * part.length)] = word();
    }
    return { user, assistant };
  };

  const reworded = ({ user, assistant }: Said): Said => ({
    user: user.map(synonymOf),
    assistant: assistant.map(synonymOf),
  });
  const kinds = [
    { name: 'repeated', share: repeatedShare, copy: (said: Said) => said },
    { name: 'edited', share: editedShare, copy: changed },
    { name: 'reworded', share: rewords ? rewordedShare : 0, copy: reworded },
  ] as const;
  const kindAt = (draw: number) => {
    let from = 0;
    return kinds.find(({ share }) => {
      from += share;
      return draw < from;
    });
  };

  const store = new FolderObjectStore(folder);
  const made: MadeLake = { edited: {}, repeated: {}, reworded: {} };
  // Copies are of what was said among the last thousands: a copy of a copy would be of nobody's edit model.
  const recent: { id: string; said: Said }[] = [];
  let lines: string[] = [];
  for (let i = 0; i < exchanges; i++) {
    const id = exchangeId(exchanges, i);
    const kind = kindAt(random());
    const copied = kind && recent[Math.floor(random() * recent.length)];
    let said: Said = { user: text(40, 60), assistant: text(40, 60) };
    if (kind && copied) {
      said = kind.copy(copied.said);
      made[kind.name][id] = copied.id;
    } else if (recent.length < 5000) recent.push({ id, said });
    else recent[Math.floor(random() * recent.length)] = { id, said };
    lines.push(JSON.stringify(exchange(id, i, said, random)));
    if (random() < replayedShare) lines.push(lines[Math.floor(random() * lines.length)] ?? '');
    if (lines.length >= shardSize || i === exchanges - 1) {
      await writeShard(store, hex(`shard ${i}`), lines);
      lines = [];
    }
  }
  return made;
}

function exchange(id: string, i: number, { user, assistant }: Said, random: () => number): Exchange {
  const score = () => Math.round((0.5 + random() / 2) * 1000) / 1000;
  return {
    schema: 1,
    id,
    version: String(i).padStart(40, '0'),
    conversation: hex(`conversation ${Math.floor(i / 4)}`),
    pseudonym: hex(`user ${Math.floor(i / 20)}`),
    createdAt: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(),
    model: 'gpt-4o-mini-2024-07-18',
    user: `${user.join(' ')}.`,
    assistant: `${assistant.join(' ')}?`,
    context: [
      { sender: 'user', text: user.slice(0, 12).join(' ') },
      { sender: 'ai', text: assistant.slice(0, 12).join(' ') },
    ],
    judgement: {
      policy: policyOfLake,
      scores: {
        empathy: score(),
        question: score(),
        relevance: score(),
        context_awareness: score(),
        tone: score(),
        overall: score(),
      },
      flags: [],
      safety: [],
      domain: random() < 0.5 ? ['fitness'] : [],
      language: 'en',
    },
  };
}

async function writeShard(store: FolderObjectStore, name: string, lines: readonly string[]): Promise<void> {
  const writer = store.writer(`exchanges/v=1/dt=2026-01-01/hh=00/${name}.jsonl.gz`);
  await writer.write(gzipSync(`${lines.join('\n')}\n`, { level: 1 }));
  await writer.close();
}
