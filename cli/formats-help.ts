import { formatNames, formats } from '../layers/core/dataset/formats/format.ts';

/** What each format is, a line each, for the end of a command's help. */
export const formatsHelp = formatNames
  .map((name, at) => `${at === 0 ? 'Formats: ' : '         '}${name.padEnd(9)} ${formats[name].about}`)
  .join('\n');
