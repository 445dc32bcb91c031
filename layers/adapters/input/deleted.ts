import { isObject } from '../../core/json.ts';
import { plainName } from './names.ts';
import { refused } from './other-consent.ts';

/** Fields that say that somebody deleted a message or a conversation that a program keeps all the same. */
const flags =
  'deleted isdeleted wasdeleted softdeleted issoftdeleted deletedat deletedon deleteddate deletedtime deletedtimestamp datedeleted timedeleted deletiondate removed isremoved removedat retracted isretracted unsent isunsent'.split(
    ' ',
  );
/** Fields that may say so among other things. */
const states = ['status', 'state', 'messagestatus', 'deletionstatus'];
const gone = ['deleted', 'softdeleted', 'removed', 'retracted', 'unsent'];

/** What such a field says of what stands: no, or a time that is none, as databases and spreadsheets write nothing (`\N` is MySQL's). */
const stands = new Set([
  ...refused,
  ...String.raw`f off none null nil never undefined nat nan 0.0 \n n/a #n/a na <na> (null) - -- – —`.split(' '),
]);
const isNoTime = (said: string): boolean => /^0{4}-0{2}-0{2}/.test(said);

function saysDeleted(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'object') return Object.keys(value).length > 0;
  const said = String(value).trim().slice(0, 100).toLowerCase();
  return !stands.has(said) && !isNoTime(said);
}

type Fields = Readonly<Record<string, unknown>>;

const saysSo = (fields: Fields): boolean =>
  flags.some((name) => saysDeleted(fields[name])) ||
  states.some((name) =>
    gone.includes(
      String(fields[name])
        .trim()
        .toLowerCase()
        .replaceAll(/[\s_-]/g, ''),
    ),
  );

/** Objects that say more of what they are in. */
const around = ['metadata', 'meta', 'flags', 'extra'];

/** @param fields by their plain names. @returns whether what they are about was deleted: also where they are not clear */
export const isDeleted = (fields: Fields): boolean =>
  saysSo(fields) ||
  around.some((name) => {
    const more = fields[name];
    return (
      isObject(more) && saysSo(Object.fromEntries(Object.entries(more).map(([own, said]) => [plainName(own), said])))
    );
  });
