import type { Exchange } from '../../layers/core/conversation/exchange.ts';
import type { Quarantined } from '../../layers/core/conversation/quarantine.ts';
import type { Signal } from '../../layers/core/signals/signal.ts';

/** A bucket's part in collecting: keeps what came first under a key, and fails when told to. */
export class Prefix<Line> {
  readonly objects = new Map<string, readonly Line[]>();
  failing = 0;

  async write(key: string, lines: readonly Line[]): Promise<boolean> {
    if (this.failing > 0) {
      this.failing--;
      throw new Error('the lake does not answer');
    }
    if (this.objects.has(key)) return false;
    this.objects.set(key, structuredClone(lines));
    return true;
  }

  get lines(): Line[] {
    return [...this.objects.values()].flat();
  }
}

export class Lake {
  readonly shards = new Prefix<Exchange>();
  readonly signals = new Prefix<Signal>();
  readonly quarantine = new Prefix<Quarantined>();

  /** What a dataset would see: of the lines with one id the highest version. */
  get exchanges(): Map<string, Exchange> {
    const best = new Map<string, Exchange>();
    for (const exchange of this.shards.lines) {
      if ((best.get(exchange.id)?.version ?? '') < exchange.version) best.set(exchange.id, exchange);
    }
    return best;
  }
}
