/**
 * Says how far a command came when somebody ends it (Ctrl-C, or SIGTERM).
 *
 * @param undo takes away what is not finished
 * @returns what stops listening
 */
export function onInterrupt(said: () => string, undo = () => {}): () => void {
  const listen = (signal: 'SIGINT' | 'SIGTERM', code: number) => {
    const listener = () => {
      undo();
      process.stderr.write(`\n${said()}\n`);
      process.exit(code);
    };
    process.once(signal, listener);
    return () => process.off(signal, listener);
  };
  const stops = [listen('SIGINT', 130), listen('SIGTERM', 143)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Does work, and says what became of it when somebody ends the command before it is done. */
export async function interruptible<Result>(said: () => string, work: () => Promise<Result>): Promise<Result> {
  const stop = onInterrupt(said);
  return work().finally(stop);
}
