import { TerminalError } from '../../errors.ts';
import { FirstSeen } from '../hash-set.ts';
import { kinds, largestRange, reference } from '../ranges.ts';
import { Words } from '../words.ts';
import { BandEntries } from './band-entries.ts';
import { promptTexts } from './prompts.ts';
import { bands, type Signature, Signer } from './signature.ts';

/** More exchanges in a range than can be numbered: it was cut for far fewer bytes. */
class RangeTooLarge extends TerminalError {
  override name = 'RangeTooLarge';

  constructor(range: number) {
    super(`Range ${range} holds more than ${largestRange} examples. Narrow "since" and "until", and start a new run.`);
  }
}

interface Text {
  readonly heldOut: boolean;
  readonly index: number;
  readonly rank: number;
}

type Prompt = Parameters<typeof promptTexts>[0];

const heldOutText = reference(kinds.heldOutText, 0, 0);
/** Any number but zero. */
const promptKeys = 0x70726f6d;

/** Signs the texts of a range. Of texts with one signature only the first is compared with others, with the rank of the best. */
export class SignatureEntries {
  readonly entries = new BandEntries(bands);
  /** References of two candidates with one signature, one after the other. */
  readonly same = new Words();
  readonly #signer = new Signer();
  readonly #seen = { learned: new FirstSeen(), heldOut: new FirstSeen(), prompts: new FirstSeen() };
  readonly #range: number;

  constructor(range: number) {
    this.#range = range;
  }

  add(parts: readonly string[], { heldOut, index, rank }: Text): void {
    this.#mustFit(index);
    const signature = this.#signer.sign(parts);
    const [high = 0, low = 0] = signature.fingerprint;
    const kind = heldOut ? 'heldOut' : 'learned';
    const first = this.#seen[kind].addHalves(high, low, this.entries.count);
    const ref = reference(kinds[kind], this.#range, index);
    if (first === undefined) {
      this.entries.add(signature, { reference: ref, rank });
      return;
    }
    this.entries.raise(first, rank);
    this.same.add(this.entries.referenceOf(first));
    this.same.add(ref);
  }

  #mustFit(index: number): void {
    if (index >= largestRange) throw new RangeTooLarge(this.#range);
  }

  /** A text that may stand in a pair, whether or not its exchange is a candidate. @param index among those of the range */
  addRated(parts: readonly string[], index: number): void {
    this.#mustFit(index);
    this.entries.add(this.#signer.sign(parts), { reference: reference(kinds.rated, this.#range, index), rank: 0 });
  }

  /** A text that a held-out user wrote and that is no candidate. */
  hold(parts: readonly string[]): void {
    this.entries.add(this.#signer.sign(parts), { reference: heldOutText, rank: 0 });
  }

  /** The same for a prompt that pairs may be made for: compared with the prompts of held-out users alone. */
  addPrompt(prompt: Prompt, index: number): void {
    this.#mustFit(index);
    for (const parts of promptTexts(prompt)) {
      this.entries.add(this.#signPrompt(parts), { reference: reference(kinds.rated, this.#range, index), rank: 0 });
    }
  }

  /** A prompt of a held-out user: nobody may learn from others how to answer it. */
  holdPrompt(prompt: Prompt): void {
    for (const parts of promptTexts(prompt)) {
      const signature = this.#signPrompt(parts);
      const [high = 0, low = 0] = signature.fingerprint;
      if (this.#seen.prompts.addHalves(high, low, 0) === undefined) {
        this.entries.add(signature, { reference: heldOutText, rank: 0 });
      }
    }
  }

  /** Under band keys of their own, prompts never meet what is a prompt and a reply. */
  #signPrompt(parts: readonly string[]): Signature {
    const signature = this.#signer.sign(parts);
    for (let i = 0; i < signature.bandKeys.length; i++)
      signature.bandKeys[i] = (signature.bandKeys[i] ?? 0) ^ promptKeys;
    return signature;
  }
}
