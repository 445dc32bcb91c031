/** What is looked for or listed is nobody's page. */
const searched = /^\/(?:results\?|(?:search|explore\/tags|hashtag)[/?])/i;
const ofSomebody = /[?&#][^=]{0,20}(?:user|token|mail|session|invite|member|account|profile)[^=]{0,10}=|@|%40/i;
/** Who shared it is told by the link itself. */
const shared = /[?&](?:si|igsh|feature|share)[^=]{0,10}=/i;
/** What is taught, answered or discussed, whatever its number is. */
const reference = /^(?:docs|support|help|community|forums?|developers?|learn)\.(?!google|microsoft|live|office)/i;
const personal =
  /\/(?:user|users|u|profiles?|members?|account|accounts|orders?|my|me|wishlist|registry|cart|checkout|returns?|invoices?|tickets?)(?:[/?#]|$)/i;

/** Pages that anybody may read, by their site and the beginning of their path. */
const open: readonly (readonly [host: RegExp, path: RegExp])[] = [
  [/(?:^|\.)reddit\.com$/i, /^\/r\/\w+(?:\/(?:(?:wiki|about|top|new|hot)(?:\/\w*)*|comments\/\w+(?:\/\w*)?))?\/?$/i],
  [/(?:^|\.)spotify\.com$/i, /^\/(?:track|album|artist|episode|show)\//i],
  [/(?:^|\.)strava\.com$/i, /^\/(?:segments|clubs)\//i],
  [/(?:^|\.)linkedin\.com$/i, /^\/(?:company|jobs|learning|school)\//i],
  [/(?:^|\.)facebook\.com$/i, /^\/(?:groups|events)\/[\w.-]+\/?$/i],
  [/(?:^|\.)eventbrite\.[a-z.]{2,6}$/i, /^\/e\//i],
  [/(?:^|\.)garmin\.com$/i, /^\/[a-z]{2}-[a-z]{2}\/p\//i],
  [
    /^(?:(?:www|dx)\.)?(?:doi\.org|arxiv\.org)$|\.nih\.gov$|(?:^|\.)(?:sciencedirect|nature|plos|frontiersin|bmj|springer|wiley|tandfonline|jamanetwork|nejm|thelancet|cochrane|cochranelibrary|mdpi|imdb|crossfit)\.(?:com|org)$/i,
    /^\//,
  ],
  [/^(?:apps|podcasts|books|music)\.apple\.com$|^play\.google\.com$/i, /^\//],
  [/(?:^|\.)goodreads\.com$/i, /^\/(?:[a-z]{2}\/)?(?:book|series|author)\//i],
  [
    /(?:^|\.)(?:amazon|ebay|etsy|decathlon|myprotein|aliexpress|walmart|rei|roguefitness|nike|adidas|asics|lululemon|gymshark|argos|ikea|zalando|iherb)\.[a-z.]{2,6}$/i,
    /^\//,
  ],
];
const video: readonly (readonly [host: RegExp, path: RegExp])[] = [
  [/(?:^|\.)youtube\.com$/i, /^\/(?:watch|shorts|playlist|live)[/?]/i],
  [/^youtu\.be$/i, /^\//],
  [/(?:^|\.)vimeo\.com$/i, /^\/\d+\/?$/],
];

/**
 * Is it a page that leads to nobody, though it has a number or is on a site with people's pages? A video is, unless it
 * was shared by a link that tells by whom.
 *
 * @param mine it is said to be somebody's own
 */
export function isPublicPage(host: string, path: string, mine: boolean): boolean {
  if (ofSomebody.test(path)) return false;
  if (searched.test(path)) return true;
  const isOf = ([site, page]: readonly [RegExp, RegExp]) => site.test(host) && page.test(path);
  if (!mine && !shared.test(path) && video.some(isOf)) return true;
  return (open.some(isOf) || reference.test(host)) && !personal.test(path);
}
