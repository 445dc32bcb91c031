const tableArn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/app-messages';
/** The app's own table, attached. */
export const attached = { tableArn, streamArn: `${tableArn}/stream/2026-01-01T00:00:00.000` };

/** Every deployment whose template is tested, by what `cdk synth -c …` is given. */
export const deployments = {
  dev: {},
  prod: { stage: 'prod', alarmEmail: 'operator@example.org' },
  emulator: { emulator: 'true' },
  attached,
  'attached, with a filter': { ...attached, filter: '{"kind":["message","reply"]}' },
  'attached, by conversation': { ...attached, mapping: '{"shape":"conversation"}', filter: '{"kind":["chat"]}' },
  'attached, with other names': { ...attached, mapping: '{"attributes":{"text":"body"}}' },
  'attached, with a key': {
    ...attached,
    tableKeyArn: 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  },
  'with another base model': { baseModel: 'gpt-next' },
  'with the embedder openai': { embedder: 'openai' },
  'with the embedder bedrock': { embedder: 'bedrock' },
  'with the embedder none': { embedder: 'none' },
  'with moderation': { moderation: 'openai' },
  'reconciled weekly': { reconcile: 'weekly' },
  'reconciled monthly': { reconcile: 'monthly' },
  'in a new account': { mapChildren: '4' },
  'never reconciled': { reconcile: 'off' },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type Deployment = keyof typeof deployments;
