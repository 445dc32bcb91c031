import { App } from 'aws-cdk-lib';
import { SettingsError } from './context.ts';
import { settings } from './settings.ts';
import { ReflectWithinStack } from './stack.ts';

const app = new App();
try {
  new ReflectWithinStack(app, settings(app.node));
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
