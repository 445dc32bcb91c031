import { TerminalError } from '../errors.ts';
import { type Prices, priceOf } from './prices.ts';

/** What a training run will cost. */
interface Cost {
  readonly epochs: number;
  /** The tokens that are charged: those of the training file times the epochs. Validation is free. */
  readonly trainingTokens: number;
  readonly usd: number;
}

/** The run would cost more than it may. */
export class CostTooHigh extends TerminalError {
  override name = 'CostTooHigh';

  constructor(cost: Cost, maximumCostUsd: number) {
    super(
      `Training would cost about $${cost.usd.toFixed(2)} (${cost.trainingTokens} tokens in ${cost.epochs} epochs), ` +
        `and the run may cost $${maximumCostUsd.toFixed(2)}. Raise "maximumCostUsd", lower "epochs", or narrow "since".`,
    );
  }
}

/**
 * How often the trainer goes through the file when it chooses itself: three times, more often when there are
 * few lines, less often when there are very many. 1..25.
 *
 * @see OpenAI cookbook, "Data preparation and analysis for chat model fine-tuning"
 */
export function automaticEpochs(lines: number): number {
  const epochs = 3;
  if (lines * epochs < 100) return Math.min(25, Math.floor(100 / Math.max(1, lines)));
  if (lines * epochs > 25_000) return Math.max(1, Math.floor(25_000 / lines));
  return epochs;
}

interface CostQuestion {
  readonly model: string;
  /** Lines and tokens of the training file, each counted once. */
  readonly lines: number;
  readonly tokens: number;
  readonly epochs: number | 'auto';
}

/** Estimates what training costs, to the cent upwards. @throws PriceUnknown */
export function estimateCost(prices: Prices, { model, lines, tokens, epochs }: CostQuestion): Cost {
  const rounds = epochs === 'auto' ? automaticEpochs(lines) : epochs;
  const trainingTokens = tokens * rounds;
  const cents = (100 * trainingTokens * priceOf(prices, model).training) / prices.perTokens;
  return { epochs: rounds, trainingTokens, usd: Math.ceil(cents) / 100 };
}
