import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { seededShares } from '../layers/core/seeded.ts';
import { aiText, userText } from './chatter.ts';

type Random = () => number;
interface Turn {
  readonly sender: 'user' | 'ai';
  readonly text: string;
}

/** So many conversations are under way at once: an exchange of one comes so many exchanges after its last. */
const underWay = 50;
/** As many turns before an exchange as the policies look at. */
const contextTurns = 6;
/** Of each hundred conversations so many began before the first line: their first context was read by nobody yet. */
const begunBefore = 0.4;

const names = 'Martina Jonas Aisha Luca Hannah Diego Mei Tomasz Priya Kwame Elena Noah'.split(' ');
const pick = (from: readonly string[], random: Random) => from[Math.floor(random() * from.length)] ?? '';

/** Words as they are met: the frequent often, thousands of rare ones now and then, some misspelt. */
function wordsByFrequency(): (random: Random) => string {
  const file = join(resolve(import.meta.dirname, '../layers/policy'), 'lexicons', 'frequencies.json');
  const { words }: { words: Record<string, string> } = JSON.parse(readFileSync(file, 'utf8'));
  // Sentences have their usual small words already.
  const all = Object.entries(words)
    .filter(([zipf]) => Number(zipf) <= 5.2)
    .flatMap(([zipf, list]) => list.split(' ').map((word) => ({ word, weight: 10 ** Number(zipf) })));
  const sums: number[] = [];
  let total = 0;
  for (const { weight } of all) {
    total += weight;
    sums.push(total);
  }
  return (random) => {
    const drawn = random() * total;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < drawn) low = middle + 1;
      else high = middle;
    }
    const word = all[low]?.word ?? '';
    if (random() > 0.02 || word.length < 4) return word;
    return `${word.slice(0, 2)}${word[3]}${word[2]}${word.slice(4)}`;
  };
}
const word = wordsByFrequency();

/** A sentence that hardly ever comes again. */
const aside = (random: Random): string => {
  const [one, two, three, number] = [word(random), word(random), word(random), Math.floor(random() * 300)];
  return pick(
    [
      `Maybe it's the ${one} ${two}, I can't tell.`,
      `It was ${number} minutes of ${one}, then ${two} and ${three}.`,
      `I'd rather not ${one} about ${two} again!`,
      `So the ${one} ${two} comes after ${number} ${three}?`,
    ],
    random,
  );
};

/** One turn in two is short. */
const said = (text: (random: Random) => string, random: Random): string =>
  random() < 0.5 ? aside(random) : `${text(random)} ${aside(random)}`;

/** What some keyboards make of it: curly apostrophes, dashes, an emoji in the end. */
const typed = (text: string, random: Random): string => {
  const draw = random();
  if (draw < 0.1) return text.replaceAll("'", '’');
  if (draw < 0.15) return text.replace(', ', ' – ');
  return draw < 0.22 ? `${text} ${pick(['💪', '😊', '🙏🏽', '❤️'], random)}` : text;
};

class Conversation {
  readonly #random: Random;
  readonly id: string;
  readonly user: string;
  readonly turns: Turn[] = [];
  readonly #name: string;
  #named = false;
  left: number;

  constructor(id: string, user: string, random: Random) {
    this.id = id;
    this.user = user;
    this.#random = random;
    this.#name = pick(names, random);
    this.left = 1 + Math.floor(random() * 4);
    if (random() < begunBefore) for (let pairs = 1 + Math.floor(random() * 2); pairs > 0; pairs--) this.#talk();
  }

  #talk(): void {
    const random = this.#random;
    let [user, ai] = [said(userText, random), said(aiText, random)];
    if (random() < 0.05) {
      this.#named = true;
      user = `Hi, I'm ${this.#name}. ${user}`;
    }
    if (this.#named && random() < 0.4) ai = `Thank you, ${this.#name}. ${ai}`;
    this.turns.push({ sender: 'user', text: typed(user, random) }, { sender: 'ai', text: typed(ai, random) });
  }

  next(): { context: Turn[]; user: string; assistant: string } {
    this.#talk();
    this.left--;
    const [user, assistant] = this.turns.slice(-2).map(({ text }) => text);
    return { context: this.turns.slice(-2 - contextTurns, -2), user: user ?? '', assistant: assistant ?? '' };
  }
}

interface ExchangeSample {
  /** One exchange a line, before it is redacted and judged. */
  readonly lines: readonly string[];
  /** The share of context turns that stood in an earlier line too, 0..1: as an exchange or as context. */
  readonly repeatedContext: number;
}

/** Exchanges of many conversations in the order in which they end. Another seed gives other texts. */
export function exchangeLines(count: number, seed: number): ExchangeSample {
  const random = seededShares(seed);
  const hex = () =>
    Array.from({ length: 4 }, () =>
      Math.floor(random() * 2 ** 32)
        .toString(16)
        .padStart(8, '0'),
    ).join('');
  const conversations: Conversation[] = [];
  const seen = new Set<string>();
  let [contexts, repeated] = [0, 0];
  const lines = Array.from({ length: count }, (_, number) => {
    const place = Math.floor(random() * underWay);
    const before = conversations[place];
    const conversation = before && before.left > 0 ? before : new Conversation(hex(), hex(), random);
    conversations[place] = conversation;
    const dialogue = conversation.next();
    const turns = [...dialogue.context.map(({ text }) => text), dialogue.user, dialogue.assistant];
    contexts += dialogue.context.length;
    repeated += dialogue.context.filter(({ text }) => seen.has(text)).length;
    for (const text of turns) seen.add(text);
    return JSON.stringify({
      schema: 1,
      id: hex(),
      version: String(400_000_000_000_000_000_000_000n + BigInt(number)).padStart(40, '0'),
      conversation: conversation.id,
      pseudonym: conversation.user,
      createdAt: new Date(Date.UTC(2026, 0, 5, 8) + number * 1000).toISOString(),
      model: 'gpt-4o-mini-2024-07-18',
      ...dialogue,
    });
  });
  return { lines, repeatedContext: contexts === 0 ? 0 : repeated / contexts };
}
