/** @type {import('jest').Config} */
export default {
  testEnvironment: './test/support/environment.js',
  // Jest takes one worker fewer than there are processors: none, on two. And modules that a worker has run stay in it.
  maxWorkers: 2,
  workerIdleMemoryLimit: '1GB',
  roots: ['<rootDir>/test'],
  globalSetup: './test/support/run-folder.js',
  globalTeardown: './test/support/remove-run-folder.js',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/.local'],
};
