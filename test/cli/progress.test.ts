import { createProgress, percentOf } from '../../cli/progress.ts';

/** What is written when a step is told each second of the clock. */
function said(isTTY: boolean, seconds: number): string {
  let [text, clock] = ['', 0];
  const progress = createProgress({ isTTY, write: (more: string) => (text += more) }, () => clock);
  for (let second = 1; second <= seconds; second++) {
    clock = second * 1000;
    progress.tell(`row ${second}`);
  }
  progress.note('line 3 skipped');
  progress.end();
  return text;
}

describe('progress', () => {
  it('is one line on a terminal, which is gone in the end', () => {
    expect(said(true, 2)).toBe('\r\u001b[Krow 1 …\r\u001b[Krow 2 …\r\u001b[Kline 3 skipped\n');
  });

  it('is a line every ten seconds elsewhere', () => {
    expect(said(false, 25)).toBe('row 10 …\nrow 20 …\nline 3 skipped\n');
  });

  it('leaves nothing elsewhere of what is short', () => {
    expect(said(false, 3)).toBe('line 3 skipped\n');
  });

  it.each([
    [0, 0, '0 %'],
    [1, 3, '33 %'],
    [4, 3, '100 %'],
  ])('%i of %i is %s', (done, all, share) => {
    expect(percentOf(done, all)).toBe(share);
  });
});
