import { createProgress } from '../../local/progress.ts';

const output = (isTTY: boolean) => {
  const written: string[] = [];
  return { isTTY, columns: 40, written, write: (text: string) => written.push(text) > 0 };
};

describe('the progress', () => {
  it.each([
    ['not on a terminal', false, {}],
    ['with NO_COLOR', true, { NO_COLOR: '1' }],
    ['with CI', true, { CI: 'true' }],
    ['on a dumb terminal', true, { TERM: 'dumb' }],
  ])('is plain lines %s', (_, isTTY, env) => {
    const out = output(isTTY);
    const progress = createProgress(out, env);
    progress.stage('Deploy').done('3 resources');
    progress.stage('Train').tell('half', 0.5);
    progress.close();
    const text = out.written.join('');
    expect(text).toMatch(/^ok Deploy: 3 resources \(\d+\.\d s\)\nfailed Train: half \(\d+\.\d s\)\n$/);
  });

  it('is drawn on one line on a terminal, with a bar where the share is known', async () => {
    const out = output(true);
    const stage = createProgress(out, {}).stage('Write');
    stage.tell('5 of 10', 0.5);
    await new Promise((resolve) => setTimeout(resolve, 250));
    stage.done('10');
    const text = out.written.join('');
    expect(text).toContain('█░');
    expect(text).toContain('✔');
    expect(text.split('\n')).toHaveLength(2);
  });

  it('ends a stage once', () => {
    const out = output(false);
    const stage = createProgress(out, {}).stage('Write');
    stage.done();
    stage.failed();
    expect(out.written).toHaveLength(1);
  });
});
