import { CfnElement, Stack, Validations } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct, type IConstruct } from 'constructs';

/** Why a rule of cdk-nag does not apply to a construct, or to what it may do. */
export function acknowledge(subject: IConstruct | IGrantable, rule: string, reason: string): void {
  const scope = 'grantPrincipal' in subject ? subject.grantPrincipal : subject;
  if (Construct.isConstruct(scope)) Validations.of(scope).acknowledge({ id: `AwsSolutions-${rule}`, reason });
}

/** For a `*` in a permission: `resource` is written as cdk-nag does, such as `<Bucket123.Arn>/folder/*`. */
export const acknowledgeWildcard = (grantee: IConstruct | IGrantable, resource: string, reason: string): void =>
  acknowledge(grantee, `IAM5[Resource::${resource}]`, reason);

/** A construct's name in the template. */
export function logicalId(construct: IConstruct): string {
  const resource = construct.node.defaultChild;
  if (!CfnElement.isCfnElement(resource)) throw new Error(`${construct.node.path} is no resource of the template.`);
  return Stack.of(construct).getLogicalId(resource);
}
