import type { Checkpoint } from './trainer.ts';

const cells = (row: string): string[] => row.split(',').map((cell) => cell.trim());

/**
 * The last training loss in a result file. Its columns differ between trainers and years, so they are found by
 * their names; a file in base64, as OpenAI has handed out, is decoded first.
 *
 * @returns null when no column is a training loss, or it is empty throughout
 */
export function lossInResult(text: string): number | null {
  const csv = text.includes(',') ? text : Buffer.from(text, 'base64').toString('utf8');
  const [header = '', ...rows] = csv.trim().split(/\r?\n/);
  const column = cells(header).findIndex((name) => /^train(ing)?_loss$/i.test(name));
  if (column === -1) return null;
  for (const row of rows.toReversed()) {
    const cell = cells(row)[column] ?? '';
    if (cell !== '' && Number.isFinite(Number(cell))) return Number(cell);
  }
  return null;
}

/** The training loss of the last checkpoint that has one. */
export const lossAtCheckpoint = (checkpoints: readonly Checkpoint[]): number | null =>
  checkpoints.findLast(({ trainLoss }) => trainLoss !== null)?.trainLoss ?? null;
