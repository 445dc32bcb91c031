import { policyFolder } from '../cli/policy-folder.ts';
import { loadJudge } from '../layers/adapters/judge-files.ts';
import { loadPrivacyLexicon } from '../layers/adapters/privacy-files.ts';
import { type Dialogue, exchangeSchema } from '../layers/core/conversation/exchange.ts';
import { createPseudonyms } from '../layers/core/conversation/pseudonym.ts';
import { lastWords } from '../layers/core/dataset/curated.ts';
import { Signer } from '../layers/core/dataset/near/signature.ts';
import { loadTokenizer } from '../layers/core/dataset/tokens.ts';
import type { Judgement, SafetyCategory } from '../layers/core/quality/judgement.ts';
import { createRedactor, redactDialogue } from '../layers/core/quality/privacy/redact.ts';

const unjudgedSchema = exchangeSchema.omit({ judgement: true });

/** The work that an exchange costs, each part as the project does it. One is made for a process. */
export async function exchangeStages() {
  const redactor = createRedactor(loadPrivacyLexicon(policyFolder));
  const judge = loadJudge(policyFolder, 'strategy');
  const pseudonyms = createPseudonyms('a key for the bench only');
  const count = await loadTokenizer();
  const signer = new Signer();
  return {
    parse: (line: string) => unjudgedSchema.parse(JSON.parse(line)),
    redact: (exchange: Dialogue & { readonly pseudonym: string }) =>
      redactDialogue(redactor, exchange, () => pseudonyms.standIns(exchange.pseudonym)),
    screen: (dialogue: Dialogue) => judge.screen(dialogue),
    judge: (dialogue: Dialogue, safety: readonly SafetyCategory[]) => judge.judge(dialogue, undefined, safety),
    tokens: ({ user, assistant, context }: Dialogue) =>
      context.reduce((sum, { text }) => sum + count(text), count(user) + count(assistant)),
    signature: (dialogue: Dialogue) => signer.sign(lastWords(dialogue)).fingerprint[0] ?? 0,
    serialise: (exchange: Dialogue & { readonly judgement: Judgement }) => JSON.stringify(exchange),
  };
}
export type ExchangeStages = Awaited<ReturnType<typeof exchangeStages>>;
