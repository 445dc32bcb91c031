import type { LineRules } from '../check-lines.ts';
import { longestExample } from '../tokens.ts';
import type { FileRules } from '../validate-file.ts';
import { checkLine } from '../validate-line.ts';
import { checkBedrockLine } from './bedrock.ts';
import { checkDpoLine } from './dpo.ts';
import { checkExchangeLine } from './exchanges.ts';

/** The forms in which a dataset can be written. */
export const formatNames = ['sft', 'dpo', 'bedrock', 'exchanges'] as const;
export type FormatName = (typeof formatNames)[number];

/** What a file of a format must be like. */
export interface Format extends LineRules {
  readonly about: string;
  /** As it is called in manifests. */
  readonly id: string;
  readonly file: Required<Pick<FileRules, 'minimumLines'>> & FileRules;
}

const gigabyte = 1024 ** 3;
/** Nova reads 32,768 tokens of a sample. */
const longestForNova = 32_768;
const unlimited = Number.POSITIVE_INFINITY;

export const formats: Readonly<Record<FormatName, Format>> = {
  sft: {
    about: "OpenAI's chat format, for supervised fine-tuning",
    id: 'openai-chat',
    checkLine,
    longest: longestExample,
    file: { minimumLines: 10, maximumBytes: 8 * gigabyte },
  },
  dpo: {
    about: "OpenAI's preference format, for direct preference optimisation",
    id: 'openai-dpo',
    checkLine: checkDpoLine,
    longest: longestExample,
    file: { minimumLines: 10, maximumBytes: 8 * gigabyte },
  },
  bedrock: {
    about: "Amazon Bedrock's conversations, for Nova",
    id: 'bedrock-conversation-2024',
    checkLine: checkBedrockLine,
    longest: longestForNova,
    file: { minimumLines: 8, maximumLines: 20_000 },
  },
  exchanges: {
    about: 'plain exchanges, for people and other programs',
    id: 'reflectwithin-examples-4',
    checkLine: checkExchangeLine,
    longest: unlimited,
    file: { minimumLines: 1, maximumBytes: unlimited },
  },
};
