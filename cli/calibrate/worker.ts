import { once } from 'node:events';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { type CalibrateOptions, calibrate } from '../../layers/core/quality/calibrate/calibrate.ts';
import type { Labelled } from '../../layers/core/quality/calibrate/examples.ts';

/** What is learned, as `calibrate` gives it. */
type Calibrated = ReturnType<typeof calibrate>;

/** Learns beside the command, which hears meanwhile that somebody wants to end it: learning itself would not listen. */
export async function calibrateBeside(rows: readonly Labelled[], options: CalibrateOptions): Promise<Calibrated> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { rows, options } });
  const [made]: Calibrated[] = await once(worker, 'message');
  if (made === undefined) throw new Error('nothing came of learning');
  return made;
}

if (!isMainThread && parentPort) {
  const { rows, options }: { rows: readonly Labelled[]; options: CalibrateOptions } = workerData;
  parentPort.postMessage(calibrate(rows, options));
}
