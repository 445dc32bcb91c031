import { parseArgs } from 'node:util';
import { createStandIn, notice } from './server.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    key: { type: 'string' },
    'step-milliseconds': { type: 'string', default: '200' },
    quiet: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  console.log(`${notice}
  --port 0                 port on loopback; 0 takes a free one
  --key KEY                the only key that is let in (default: any)
  --step-milliseconds 200  how long a job keeps each status
  --quiet                  no line for each request
Faults: POST /_stand-in/faults {"route": "POST /v1/fine_tuning/jobs", "times": 1, "status": 500, "after": true}
Batches: POST /_stand-in/batches {"outcome": "expired"}
Jobs:   POST /_stand-in/jobs {"outcome": "failed", "error": {"code": "exceeded_quota", "message": "…"}}`);
} else {
  const standIn = await createStandIn({
    port: Number(values.port),
    stepMilliseconds: Number(values['step-milliseconds']),
    ...(values.key !== undefined && { key: values.key }),
    ...(!values.quiet && { log: (line: string) => console.error(line) }),
  });
  console.log(JSON.stringify({ url: standIn.url, notice }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void standIn.close().then(() => process.exit(0)));
  }
}
