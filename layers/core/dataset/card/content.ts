import type { Sample } from './samples.ts';

/** What a card says, before it is Markdown or HTML. */
export interface CardContent {
  readonly title: string;
  readonly summary: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block = Text | Table | Bars | Histograms | SampleList;

export interface Text {
  readonly kind: 'text';
  readonly text: string;
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly head: readonly string[];
  /** Numbers stand on the right. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Counts by name. */
export interface Bars {
  readonly kind: 'bars';
  readonly caption: string;
  /** What 100 % is; an item may count under several names. */
  readonly whole: number;
  readonly bars: readonly Bar[];
  /** Whether an earlier dataset is compared with. */
  readonly compared: boolean;
}
interface Bar {
  readonly label: string;
  readonly count: number;
  /** The share in the earlier dataset, 0..1. */
  readonly before?: number;
}

/** Distributions of several quantities over classes. */
export interface Histograms {
  readonly kind: 'histograms';
  readonly caption: string;
  readonly charts: readonly Chart[];
  readonly compared: boolean;
}
export interface Chart {
  readonly title: string;
  readonly mean: string;
  readonly largest: string;
  readonly classes: readonly ChartClass[];
}
export interface ChartClass {
  /** Where the class begins, as it stands below the chart. */
  readonly from: string;
  /** The whole class in words, such as "0.50 to 0.55". */
  readonly range: string;
  readonly count: number;
  /** Shares of the whole, 0..1. */
  readonly share: number;
  readonly before?: number;
}

export interface SampleList {
  readonly kind: 'samples';
  readonly caption: string;
  readonly samples: readonly Sample[];
}

export const text = (words: string): Text => ({ kind: 'text', text: words });

/** 1234567 as 1,234,567. */
export const whole = (n: number): string => String(Math.round(n)).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** A share as "12.3 %"; what is more than nothing never shows as nothing. */
export function percent(share: number): string {
  const shown = (100 * share).toFixed(1);
  return share > 0 && shown === '0.0' ? '< 0.1 %' : `${shown} %`;
}
