import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Notifier } from '../core/notifier.ts';
import { calling } from './failed-call.ts';

/** SNS takes ASCII subjects of 100 characters at most, in one line. */
const subjectOf = (text: string): string => text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 100);

/** Tells people over an SNS topic: whoever subscribed to it, by mail for example. */
export const createNotifier = (sns: () => SNSClient, topicArn: string): Notifier => ({
  publish: (subject, message) =>
    calling('publish to the topic', async () => {
      await sns().send(new PublishCommand({ TopicArn: topicArn, Subject: subjectOf(subject), Message: message }));
    }),
});
