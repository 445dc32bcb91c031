import { readFileSync } from 'node:fs';

interface SavedQuery {
  /** The question that it answers. */
  readonly question: string;
  readonly sql: string;
}

/** The queries of docs/queries.md: a heading that asks, and the SQL below it. What is documented is what is deployed. */
export function savedQueries(): SavedQuery[] {
  const page = readFileSync('docs/queries.md', 'utf8');
  const found = page.matchAll(/^## (.+)$[\s\S]*?^```sql\n([\s\S]*?)^```$/gm);
  return [...found].map(([, question = '', sql = '']) => ({ question, sql: sql.trim() }));
}
