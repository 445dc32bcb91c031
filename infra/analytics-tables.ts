import type { CfnTable } from 'aws-cdk-lib/aws-glue';

interface TableOf {
  readonly description: string;
  /** Below the lake, with a slash at its end. */
  readonly location: string;
  /** Names and types; of a JSON object in a line only these keys are read. */
  readonly columns: Readonly<Record<string, string>>;
  /** Folders below the location, which Athena works out by itself: no crawler, no partitions to add. */
  readonly partitions?: Readonly<Record<string, Projection>>;
  /** Where the partitions are, below the lake. */
  readonly template?: string;
}

/** How the values of a partition are worked out. */
type Projection = Readonly<Record<string, string>>;

const scores = ['empathy', 'question', 'relevance', 'context_awareness', 'tone', 'overall'];
const turns = 'array<struct<sender:string,text:string>>';
const scoreStruct = `struct<${scores.map((name) => `${name}:double`).join(',')}>`;
const judgement = `struct<policy:string,scores:${scoreStruct},flags:array<string>,safety:array<string>,domain:array<string>,language:string>`;
const all = (type: string, ...names: string[]) => Object.fromEntries(names.map((name) => [name, type]));

export const tables: Readonly<Record<string, TableOf>> = {
  exchanges: {
    description: 'Lines of shards: an exchange may have several, of which the highest version counts',
    location: 'exchanges/v=1/',
    columns: {
      ...all('string', 'id', 'version', 'conversation', 'pseudonym', 'createdat', 'name', 'model', 'variant', 'source'),
      ...all('string', 'parent', 'regenerates', 'user', 'assistant'),
      context: turns,
      judgement,
    },
    partitions: {
      dt: { type: 'date', format: 'yyyy-MM-dd', range: '2020-01-01,NOW', interval: '1', 'interval.unit': 'DAYS' },
      hh: { type: 'integer', range: '0,23', digits: '2' },
    },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Glue fills these in
    template: 'exchanges/v=1/dt=${dt}/hh=${hh}/',
  },
  examples: {
    description: 'What was measured of the examples of a dataset, without text',
    location: 'tables/examples/',
    columns: {
      ...all('string', 'day', 'model', 'split', 'tier', 'source', 'category'),
      domain: 'array<string>',
      ...all('double', ...scores),
      ...all('int', 'user_length', 'assistant_length', 'context_turns'),
    },
    partitions: { dataset: { type: 'injected' } },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Glue fills this in
    template: 'tables/examples/dataset=${dataset}/',
  },
  datasets: {
    description: 'Datasets',
    location: 'tables/datasets/',
    columns: {
      ...all('string', 'dataset', 'policy', 'code', 'parent', 'since', 'until'),
      ...all('bigint', 'seen', 'exchanges', 'kept', 'dropped', 'train', 'validation', 'holdout'),
    },
  },
  fell_out: {
    description: 'Why exchanges fell out of datasets',
    location: 'tables/fell_out/',
    columns: { ...all('string', 'dataset', 'reason'), count: 'bigint' },
  },
};

const columnsOf = (columns: Readonly<Record<string, string>>) =>
  Object.entries(columns).map(([name, type]) => ({ name, type }));

/** As Glue wants it; `lake` is the URL of the bucket, without a slash at its end. */
export function tableInput(name: string, table: TableOf, lake: string): CfnTable.TableInputProperty {
  const { description, location, columns, partitions = {}, template } = table;
  const projections = Object.entries(partitions).flatMap(([key, projection]) =>
    Object.entries(projection).map(([option, value]) => [`projection.${key}.${option}`, value]),
  );
  return {
    name,
    description,
    tableType: 'EXTERNAL_TABLE',
    partitionKeys: Object.keys(partitions).map((key) => ({ name: key, type: 'string' })),
    storageDescriptor: {
      columns: columnsOf(columns),
      location: `${lake}/${location}`,
      inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
      outputFormat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      serdeInfo: {
        serializationLibrary: 'org.openx.data.jsonserde.JsonSerDe',
        // A line that is no JSON is a row of nulls, and not the end of the query.
        parameters: { 'ignore.malformed.json': 'true' },
      },
    },
    parameters: {
      classification: 'json',
      ...(template
        ? {
            'projection.enabled': 'true',
            'storage.location.template': `${lake}/${template}`,
            ...Object.fromEntries(projections),
          }
        : {}),
    },
  };
}
