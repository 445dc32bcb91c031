import { TestEnvironment } from 'jest-environment-node';

/** Native libraries make arrays of the host's realm: a test that meets them must know these classes by identity. */
export default class NativeArraysEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    Object.assign(this.global, { Float32Array, BigInt64Array });
  }
}
