import { isObject } from '../../json.ts';
import { tiers } from '../../quality/judgement.ts';
import { type LineProblem, problem } from '../problem.ts';
import { splits } from '../split.ts';
import { type CheckedLine, type Fields, notAnObject } from '../validate-line.ts';

function textProblems(fields: Fields, key: string, where = `"${key}"`): LineProblem[] {
  const text = fields[key];
  if (text === undefined) return [problem('missing_key', `The line has no ${where}.`)];
  if (typeof text !== 'string') return [problem('wrong_value', `${where} is no text.`)];
  if (!text.isWellFormed()) return [problem('lone_surrogate', `${where} has half a character.`)];
  return text.trim() === '' ? [problem('empty_content', `${where} is empty.`)] : [];
}

function idProblems({ id }: Fields): LineProblem[] {
  if (id === undefined) return [problem('missing_key', 'The line has no "id".')];
  const fits = (typeof id === 'string' && id.trim() !== '') || typeof id === 'number';
  return fits ? [] : [problem('wrong_value', '"id" is no text and no number.')];
}

function contextProblems({ context }: Fields): LineProblem[] {
  if (context === undefined) return [];
  if (!Array.isArray(context)) return [problem('wrong_value', '"context" is no list.')];
  return context.flatMap((turn: unknown, i) => {
    const where = `turn ${i + 1} of "context"`;
    if (!isObject(turn)) return [problem('wrong_value', `${where} is no {"sender", "text"}.`)];
    const known = turn['sender'] === 'user' || turn['sender'] === 'ai';
    return [
      ...(known ? [] : [problem('unknown_role', `${where} has no known sender.`, 'Use "user" or "ai".')]),
      ...(typeof turn['text'] === 'string' ? [] : [problem('wrong_value', `The text of ${where} is no text.`)]),
    ];
  });
}

/** What this project itself writes beside the texts; others may write what they like. */
function ownProblems({ split, tier, quality_score: score }: Fields): LineProblem[] {
  const oneOf = (key: string, value: unknown, known: readonly unknown[]) =>
    value === undefined || known.includes(value)
      ? []
      : [problem('wrong_value', `"${key}" is none of ${known.join(', ')}.`)];
  const isShare = typeof score === 'number' && score >= 0 && score <= 1;
  return [
    ...oneOf('split', split, splits),
    ...oneOf('tier', tier, tiers),
    ...(score === undefined || isShare ? [] : [problem('wrong_value', '"quality_score" is no number from 0 to 1.')]),
  ];
}

const turnsOf = ({ context }: Fields) =>
  (Array.isArray(context) ? context : []).filter(isObject).map((turn) => ({
    role: turn['sender'] === 'user' ? 'user' : 'assistant',
    content: typeof turn['text'] === 'string' ? turn['text'] : '',
  }));

/** Checks one parsed line of a file of plain exchanges; columns of one's own are passed over. */
export function checkExchangeLine(value: unknown): CheckedLine {
  if (!isObject(value)) return { messages: [], problems: [notAnObject(value)] };
  const { id, user, assistant } = value;
  return {
    ...((typeof id === 'string' || typeof id === 'number') && { id: String(id) }),
    messages: [
      ...turnsOf(value),
      { role: 'user', content: typeof user === 'string' ? user : '' },
      { role: 'assistant', content: typeof assistant === 'string' ? assistant : '' },
    ],
    problems: [
      ...idProblems(value),
      ...textProblems(value, 'user'),
      ...textProblems(value, 'assistant'),
      ...contextProblems(value),
      ...ownProblems(value),
    ],
  };
}
