import type { AwsAnswer, AwsRequest } from './aws-double.ts';

interface Version {
  readonly key: string;
  readonly id: number;
  readonly marker: boolean;
}

/** A bucket of S3 that keeps versions, as far as these are listed and deleted: in pages, and which is the latest is told anew for each. */
export class VersionedBucket {
  #versions: Version[] = [];
  #next = 1;
  readonly #page: number;
  /** Deletions until one of a version fails, once; never when infinite. */
  failingIn = Number.POSITIVE_INFINITY;

  constructor(page: number) {
    this.#page = page;
  }

  put(key: string): void {
    this.#versions.push({ key, id: this.#next++, marker: false });
  }

  /** As a lifecycle rule does, or `aws s3 rm`: what there was is hidden behind a marker. */
  hide(key: string): void {
    this.#versions.push({ key, id: this.#next++, marker: true });
  }

  /** Newest first within a key. */
  #sorted(): Version[] {
    return this.#versions.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : b.id - a.id));
  }

  #isLatest({ key, id }: Version): boolean {
    return !this.#versions.some((each) => each.key === key && each.id > id);
  }

  /** What a reader finds, with the version of each. */
  present(): string[] {
    return this.#sorted().flatMap((each) => (this.#isLatest(each) && !each.marker ? [`${each.key} ${each.id}`] : []));
  }

  /** Everything that has a content, present or not. */
  contents(): string[] {
    return this.#sorted().flatMap(({ key, id, marker }) => (marker ? [] : [`${key} ${id}`]));
  }

  answer = ({ method, path, body }: AwsRequest): AwsAnswer =>
    method === 'GET' ? this.#list(new URL(path, 'http://s3').searchParams) : this.#delete(body.toString());

  #list(asked: URLSearchParams): AwsAnswer {
    const [after, below] = [asked.get('key-marker') ?? '', Number(asked.get('version-id-marker') ?? 0)];
    const rest = this.#sorted().filter(({ key, id }) => key > after || (key === after && id < below));
    const page = rest.slice(0, this.#page);
    const told = page.map((each) => {
      const tag = each.marker ? 'DeleteMarker' : 'Version';
      return `<${tag}><Key>${each.key}</Key><VersionId>${each.id}</VersionId><IsLatest>${this.#isLatest(each)}</IsLatest></${tag}>`;
    });
    const last = rest.length > page.length ? page.at(-1) : undefined;
    const next = last
      ? `<NextKeyMarker>${last.key}</NextKeyMarker><NextVersionIdMarker>${last.id}</NextVersionIdMarker>`
      : '';
    const more = `<IsTruncated>${last !== undefined}</IsTruncated>${next}`;
    return { status: 200, body: `<ListVersionsResult>${told.join('')}${more}</ListVersionsResult>` };
  }

  #delete(asked: string): AwsAnswer {
    const errors: string[] = [];
    for (const [, key, id] of asked.matchAll(/<Key>(.*?)<\/Key><VersionId>(\d+)<\/VersionId>/g)) {
      if (this.failingIn-- <= 0) {
        this.failingIn = Number.POSITIVE_INFINITY;
        errors.push(`<Error><Key>${key}</Key><Code>InternalError</Code><Message>later</Message></Error>`);
      } else {
        this.#versions = this.#versions.filter((each) => each.key !== key || each.id !== Number(id));
      }
    }
    return { status: 200, body: `<DeleteResult>${errors.join('')}</DeleteResult>` };
  }
}
