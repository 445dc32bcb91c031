import { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  DistributedMap,
  type IChainable,
  JsonPath,
  ResultWriterV2,
  S3JsonItemReader,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Lake } from './lake.ts';

export interface CuratePartitionsProps {
  readonly lake: Lake;
  /** What happens to one partition. */
  readonly child: IChainable;
}

/** One child execution per partition of the plan; what each wrote is in S3, so what they answer is left there too. */
export function curatePartitions(scope: Construct, { lake, child }: CuratePartitionsProps): DistributedMap {
  const { bucket } = lake;
  return new DistributedMap(scope, 'Curate partitions', {
    comment: 'Reads the plan from S3 and curates its partitions side by side',
    label: 'curate',
    itemReader: new PlanReader({ bucket, key: JsonPath.stringAt('$.plan.key') }),
    itemSelector: {
      runId: JsonPath.stringAt('$.runId'),
      policy: JsonPath.stringAt('$.request.policy'),
      since: JsonPath.stringAt('$.request.since'),
      until: JsonPath.stringAt('$.request.until'),
      partition: JsonPath.objectAt('$$.Map.Item.Value'),
    },
    // A tenth of what an account may run at once, so that the app's own functions keep running.
    maxConcurrency: 100,
    // A dataset with a partition missing would be another dataset: the default, that none may fail, stands.
    // Without it the answers of many partitions would not fit into the state (256 KiB).
    resultWriterV2: new RunWriter({ bucket, prefix: JsonPath.format('runs/{}/curate', JsonPath.stringAt('$.runId')) }),
    resultPath: JsonPath.DISCARD,
  })
    .itemProcessor(child)
    .addRetry({
      errors: ['States.ItemReaderFailed', 'States.ResultWriterFailed'],
      interval: Duration.seconds(5),
      maxAttempts: 3,
      backoffRate: 2,
    });
}

// CDK would let the state machine read and write the whole bucket; the lake's own verbs open runs/ only.
class PlanReader extends S3JsonItemReader {
  override providePolicyStatements(): PolicyStatement[] {
    return [];
  }
}

class RunWriter extends ResultWriterV2 {
  override providePolicyStatements(): PolicyStatement[] {
    return [];
  }
}
