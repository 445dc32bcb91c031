import * as z from 'zod';

/**
 * The hosts that a run has sent something to, as its papers name them: more than one where a state was tried again after
 * the deployment got another service. Papers of old name one, or say nothing: then it is the service of today.
 */
export const hostsSchema = z.union([z.array(z.string()), z.string().transform((one) => [one])]).optional();
export type Hosts = z.infer<typeof hostsSchema>;

/** The hosts of a paper with one more, each once, in the order in which they were sent to. */
export const withHost = (hosts: Hosts, host: string): string[] => [...new Set([...(hosts ?? []), host])];

/**
 * What there is to ask and to tell where the present service has this host.
 *
 * @returns isAsked: whether the present one may have something; others: hosts that nobody asks any more
 */
export function whomToAsk(hosts: Hosts, present: string): { readonly isAsked: boolean; readonly others: string[] } {
  const others = (hosts ?? []).filter((host) => host !== present);
  return { isAsked: hosts === undefined || hosts.includes(present), others };
}
