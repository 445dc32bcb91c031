import type { Exchange } from '../conversation/exchange.ts';
import { once } from '../once.ts';
import type { Embedder } from '../quality/embedder.ts';
import type { Judge } from '../quality/judge.ts';
import { noOpinion, type Opinion } from '../quality/safety/moderator.ts';
import { isWithdrawn, type SignalsByKind } from '../signals/signal.ts';
import { type Sample, sampleOf } from './card/samples.ts';
import { categoryOf } from './category.ts';
import { createCurator, type Judged, type Judging, textKey, type Window } from './curated.ts';
import { type ComparedBy, embedderOf, mustBeSame, wordsAlone } from './curated-files.ts';
import type { Joined } from './joined.ts';
import { decideWith, replyOf } from './late.ts';
import { splitOf } from './split.ts';

/** An exchange as Curate handed it on. */
export type JudgedExchange = Exclude<Judged, { reasons: readonly string[] }>;

/** An exchange with what became known of it later, or the reasons why it is no candidate. */
export type Outcome =
  | { readonly joined: Joined; readonly meaning: string | undefined }
  | { readonly reasons: readonly string[]; readonly sample?: Sample };

export interface JoinRules {
  /** Decides by the judgements that Curate took. */
  readonly judge: Judge;
  /** Judges replies that a person wrote, as Curate judged the others; asked for when the first one comes. Default: by words. */
  readonly judging?: () => Promise<Judging>;
  readonly window: Window;
  readonly validationShare: number;
}

/** The exchange with all categories that a moderator saw in it, besides those that were seen before. */
export const withOpinion = (exchange: Exchange, { categories }: Opinion): Exchange => {
  if (categories.length === 0) return exchange;
  const { judgement } = exchange;
  const safety = [...new Set([...judgement.safety, ...categories])].sort();
  return { ...exchange, judgement: { ...judgement, safety } };
};

/** Applies signals and policy to exchanges, one after the other. */
export function createJoiner({ judge, judging, window, validationShare }: JoinRules, all: readonly ComparedBy[]) {
  const { selection, augmentation } = judge.policy;

  const asCurate = once(async () => {
    const own: Judging = (await judging?.()) ?? { judge };
    // Scores or vectors by another model, or by words alone, would stand beside Curate's as if they compared.
    mustBeSame(embedderOf(all) ?? wordsAlone, own.embedder?.name ?? wordsAlone);
    return { embedder: own.embedder, curate: createCurator(own, window) };
  });

  return {
    /** What Curate compared meanings by. @throws PolicyChanged when this function has another */
    embedder: async (): Promise<Embedder | undefined> => (await asCurate()).embedder,

    /** With the reply that counts; another reply than the collected one is judged anew. */
    async mended(exchange: JudgedExchange, signals: SignalsByKind): Promise<Judged> {
      const assistant = replyOf(exchange, signals);
      if (assistant === exchange.assistant || isWithdrawn(exchange.version, signals)) return exchange;
      const judgement = { ...exchange.judgement, policy: 'none: this reply was not judged' };
      const { curate } = await asCurate();
      const { meaning: _, ...rest } = exchange;
      const [judged] = await curate([{ ...rest, assistant, judgement }]);
      return judged ?? exchange;
    },

    /** @param final the exchange as `mended` gave it; @param opinion a moderator's, where one was asked */
    outcome(exchange: Exchange, final: Judged, signals: SignalsByKind, opinion = noOpinion): Outcome {
      if (isWithdrawn(exchange.version, signals)) return { reasons: ['consent_withdrawn'] };
      if ('reasons' in final) return final;
      const { meaning, ...bare } = final;
      const seen = withOpinion(bare, opinion);
      const { tier, reasons: found } = decideWith(judge.decide, seen, signals);
      if (tier !== 'gold' && tier !== 'accepted') {
        const why = new Set(found.length > 0 ? found : [tier]);
        const moderated = opinion.categories.filter((category) => why.has(`safety_${category}`));
        const reasons = [...why, ...moderated.map((category) => `moderation_${category}`)].sort();
        return { reasons, sample: sampleOf(seen, tier, reasons) };
      }
      if (!selection.tiers.includes(tier)) return { reasons: [`tier_${tier}`] };
      const split = splitOf(final.pseudonym, validationShare);
      const source = final.source ?? 'app';
      if (source === 'augmentation') {
        if (!augmentation.enabled) return { reasons: ['augmentation_off'] };
        if (split !== 'train') return { reasons: ['variant_outside_train'] };
      }
      const { schema: _, ...facts } = seen;
      const original = final.assistant === exchange.assistant ? {} : { original: exchange.assistant };
      const rating = signals.rating === undefined ? {} : { rating: signals.rating.value };
      const [text, quality_score] = [textKey(seen), seen.judgement.scores.overall];
      const category = categoryOf(final, selection);
      return {
        joined: { ...facts, text, tier, quality_score, split, category, source, ...rating, ...original },
        meaning,
      };
    },
  };
}
