/** Tells on standard error what is being measured: one line that changes on a terminal, a line for each step elsewhere. */
export function progress(out: { readonly isTTY?: boolean; write(text: string): unknown } = process.stderr) {
  let step = '';
  return {
    /** A new step begins. */
    start(what: string): void {
      step = what;
      out.write(out.isTTY ? `\r\u001b[K${what} …` : `${what} …\n`);
    },
    /** How far the step is; only a terminal shows it. */
    at(done: number, of: number): void {
      if (out.isTTY) out.write(`\r\u001b[K${step} … ${Math.floor((100 * done) / Math.max(1, of))} %`);
    },
    end(): void {
      if (out.isTTY) out.write('\r\u001b[K');
    },
  };
}
export type Progress = ReturnType<typeof progress>;
