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

export interface LakeMapProps {
  readonly lake: Lake;
  /** The state's name, and what it is for. */
  readonly name: string;
  readonly comment: string;
  /** One word: it ends the names of the child executions, and names the folder of their answers. */
  readonly label: string;
  /** Where in the state the key of the JSON array of items is. */
  readonly itemsKey: string;
  /** What a child is given besides the item, and by which name it gets the item. */
  readonly given: Readonly<Record<string, string>>;
  readonly item: string;
  /** Where in the lake the map leaves its own papers; a map of a training run leaves them, and gets its id, with the run. */
  readonly papers?: string;
  /** How many children run at once. */
  readonly atOnce: number;
  /** What happens to one item. */
  readonly child: IChainable;
}

/** One child execution per item; what each wrote is in S3, so what they answer is left there too. */
export function lakeMap(scope: Construct, props: LakeMapProps): DistributedMap {
  const { lake, name, comment, label, itemsKey, given, item, papers, atOnce, child } = props;
  const { bucket } = lake;
  return new DistributedMap(scope, name, {
    comment,
    label,
    itemReader: new PlanReader({ bucket, key: JsonPath.stringAt(itemsKey) }),
    itemSelector: {
      ...(papers === undefined && { runId: JsonPath.stringAt('$.runId') }),
      ...Object.fromEntries(Object.entries(given).map(([key, path]) => [key, JsonPath.objectAt(path)])),
      [item]: JsonPath.objectAt('$$.Map.Item.Value'),
    },
    // Few of the 1,000 functions that an account may run at once, so that the app's own keep running.
    maxConcurrency: atOnce,
    // A dataset with a part missing would be another dataset: the default, that none may fail, stands.
    // Without it the answers of many children would not fit into the state (256 KiB).
    resultWriterV2: new RunWriter({
      bucket,
      prefix: papers ?? JsonPath.format(`runs/{}/${label}`, JsonPath.stringAt('$.runId')),
    }),
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

// CDK would let the state machine read and write the whole bucket; the lake's own verbs open one folder.
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
