import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';

const many = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const statement = z.object({
  Effect: z.literal('Allow'),
  Action: many,
  Resource: z.union([z.array(z.unknown()), z.unknown().transform((one) => [one])]),
});
const document = z.object({ Statement: z.array(statement) });
const policy = z.object({
  Properties: z.object({ Roles: z.array(z.object({ Ref: z.string() })), PolicyDocument: document }),
});

/** A name as people know it: without the hash that CDK appends, and without the construct it stands in. */
export const plain = (id: string) =>
  id
    .replace(/[0-9A-F]{8}$/, '')
    .replace(
      /^(Collection|Steps|Registry|Training|Lake|Secrets|Messages|House|Feedback|Manual|Erasure|Backfill|Redrive|Reconciliation|Augmentation|AppAccess)(?=[A-Z])/,
      '',
    );

/** "Enough examples?" is EnoughExamples in the stack. */
export const idOf = (state: string) =>
  state.replaceAll(/(?:^|[^A-Za-z]+)([A-Za-z]?)/g, (_, first: string) => first.toUpperCase());

/** `Bucket/exchanges/*` for the join that CloudFormation makes of it. */
function name(resource: unknown): string {
  if (typeof resource === 'string') return resource;
  const [[key, value]] = z
    .record(z.string(), z.unknown())
    .transform((found) => Object.entries(found))
    .pipe(z.tuple([z.tuple([z.string(), z.unknown()])]))
    .parse(resource);
  if (key === 'Ref') return plain(z.string().parse(value));
  if (key === 'Fn::GetAtt')
    return z
      .tuple([z.string(), z.string()])
      .transform(([id, attribute]) => (attribute === 'StreamArn' ? `${plain(id)}/stream` : plain(id)))
      .parse(value);
  if (key === 'Fn::Join')
    return z
      .tuple([z.string(), z.array(z.unknown())])
      .parse(value)[1]
      .map(name)
      .join('');
  return JSON.stringify(resource);
}

const allowed = ({ Statement }: z.infer<typeof document>): string[] =>
  Statement.flatMap(({ Action, Resource }) =>
    Action.flatMap((action) => Resource.map((resource) => `${action} ${name(resource)}`)),
  );

/** What a policy that people attach allows: `lambda:InvokeFunction Consent`. */
export const managed = (template: Template, description: RegExp): string[] =>
  Object.values(template.findResources('AWS::IAM::ManagedPolicy'))
    .filter(({ Properties }) => description.test(Properties.Description))
    .flatMap(({ Properties }) => allowed(document.parse(Properties.PolicyDocument)))
    .sort();

/** What each role may do: `s3:PutObject Bucket/exchanges/*`, by the role's name. */
export function permissions(template: Template): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const each of Object.values(template.findResources('AWS::IAM::Policy'))) {
    const { Roles, PolicyDocument } = policy.parse(each).Properties;
    const may = allowed(PolicyDocument);
    for (const { Ref } of Roles) found[plain(Ref)] = [...(found[plain(Ref)] ?? []), ...may].sort();
  }
  return found;
}
