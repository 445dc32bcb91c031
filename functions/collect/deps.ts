import * as z from 'zod';
import { dynamodb, s3, secretsManager } from '../../layers/adapters/clients.ts';
import { loadJudge } from '../../layers/adapters/judge-files.ts';
import { createMessageTable } from '../../layers/adapters/message-table.ts';
import { loadPrivacyLexicon } from '../../layers/adapters/privacy-files.ts';
import { S3ObjectStore } from '../../layers/adapters/s3-object-store.ts';
import { createS3Quarantine } from '../../layers/adapters/s3-quarantine.ts';
import { createS3ShardStore } from '../../layers/adapters/s3-shard-store.ts';
import { createSecret } from '../../layers/adapters/secret.ts';
import { createCollector } from '../../layers/core/conversation/collect.ts';
import { messageMappingSchema } from '../../layers/core/conversation/mapping.ts';
import { createPseudonyms } from '../../layers/core/conversation/pseudonym.ts';
import { once } from '../../layers/core/once.ts';
import { createRedactor, redactDialogue } from '../../layers/core/quality/privacy/redact.ts';
import { environment, json } from '../../layers/kit/environment.ts';
import { policyFolder } from '../../layers/kit/layer-folder.ts';
import { erasedUsers } from './erased.ts';

const settings = environment({
  LAKE_BUCKET: z.string().min(1),
  MESSAGES_TABLE: z.string().min(1),
  MESSAGE_MAPPING: json(messageMappingSchema).default(messageMappingSchema.parse({})),
  PSEUDONYM_SECRET_ARN: z.string().min(1),
  POLICY: z.string().min(1),
});

/**
 * What the policy measures and redacts with. Read with the first batch and not while the function starts: a policy
 * that cannot be read then fails a batch, which is kept and told of, and not the start, which Lambda repeats in vain.
 */
export const policies = once(() => {
  const folder = policyFolder();
  return { judge: loadJudge(folder, settings.POLICY), redactor: createRedactor(loadPrivacyLexicon(folder)) };
});

const pseudonyms = createSecret(
  secretsManager,
  { id: settings.PSEUDONYM_SECRET_ARN, what: 'the pseudonyms of users', example: '"$(openssl rand -hex 32)"' },
  createPseudonyms,
);

const erased = erasedUsers(() => new S3ObjectStore(s3, settings.LAKE_BUCKET), Date.now);

/** The collector of this process. The key too is read with the first batch, for a deployment may set it later. */
export const collector = async () => {
  const { judge, redactor } = policies();
  return createCollector({
    mapping: settings.MESSAGE_MAPPING,
    pseudonyms: await pseudonyms(),
    redact: (dialogue, standInKey) => redactDialogue(redactor, dialogue, standInKey),
    judge,
    table: createMessageTable(dynamodb, settings.MESSAGES_TABLE, settings.MESSAGE_MAPPING),
    shards: createS3ShardStore(s3, settings.LAKE_BUCKET),
    signals: createS3ShardStore(s3, settings.LAKE_BUCKET),
    quarantine: createS3Quarantine(s3, settings.LAKE_BUCKET),
    erased,
  });
};
