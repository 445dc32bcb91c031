import type { Champion } from './registry.ts';

/** The model that answers users, and the name under which its ratings are counted. */
export interface Choice {
  readonly model: string;
  readonly variant: string;
}

/** The champion for everybody; the base model until there is one. */
export const chooseModel = (champion: Champion | undefined, baseModel: string): Choice =>
  champion === undefined
    ? { model: baseModel, variant: 'base' }
    : { model: champion.model, variant: `champion-${champion.version}` };
