import { App, CliCredentialsStackSynthesizer } from 'aws-cdk-lib';
import { SettingsError } from './context.ts';
import { settings } from './settings.ts';
import { ReflectWithinStack } from './stack.ts';

const app = new App();
try {
  const chosen = settings(app.node);
  new ReflectWithinStack(app, `ReflectWithin-${chosen.stage}`, {
    settings: chosen,
    description: `ReflectWithin: conversations become training data, training data a better model (${chosen.stage})`,
    terminationProtection: chosen.keepsData,
    tags: { project: 'reflectwithin', stage: chosen.stage },
    // The roles which the default synthesizer assumes are not published to on the emulator.
    ...(chosen.emulator ? { synthesizer: new CliCredentialsStackSynthesizer() } : {}),
  });
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
