import { loadSafetyLexicon } from '../../../../layers/adapters/safety-files.ts';
import { createSafetyScreen } from '../../../../layers/core/quality/safety/screen.ts';

const screen = createSafetyScreen(await loadSafetyLexicon('layers/policy/safety'));
const said = (user: string, assistant = 'Noted.') => screen.screen({ user, assistant, context: [] });

describe('safety screen', () => {
  it.each([
    ['crisis_suicide', 'Honestly I wish I could go to sleep and never wake up'],
    ['crisis_suicide', 'i w a n t t o d i e'],
    ['crisis_suicide', 'thinking of k!ll1ng mys3lf'],
    ['self_harm', 'I burned my arm with a lighter again'],
  ])('%s: %s', (category, text) => {
    expect(said(text)).toContain(category);
  });

  it.each(["I'm dying after that WOD", 'killer workout', 'dead lift form check', 'coach made us run suicide sprints'])(
    'lets through: %s',
    (text) => {
      expect(said(text)).toEqual([]);
    },
  );
});
