import { constants, createContext } from 'node:vm';
import NodeEnvironment from 'jest-environment-node';

/** What the tests share with Node itself: bytes made outside of their context are then bytes inside. */
const shared = new Set(['ArrayBuffer', 'Uint8Array']);

/**
 * Jest's environment for Node with an ordinary global object. Jest's own asks a proxy wherever code says `Math`,
 * `Number` or `undefined`: forty times as slow, and more than half of what the tests of `core/` took.
 */
export default class Environment extends NodeEnvironment {
  constructor(config, context) {
    super(config, context);
    const global = createContext(constants.DONT_CONTEXTIFY);
    for (const name of Reflect.ownKeys(this.global)) {
      if (Object.hasOwn(global, name) && !shared.has(name)) continue;
      Object.defineProperty(global, name, { value: this.global[name], configurable: true, writable: true });
    }
    global.global = global;
    global.Error.stackTraceLimit = this.global.Error.stackTraceLimit;
    this.global = global;
    this.context = global;
    // Jest's own are bound to the global that was replaced: fake timers would then fake nothing, and say nothing.
    this.moduleMocker = new this.moduleMocker.constructor(global);
    this.fakeTimersModern = new this.fakeTimersModern.constructor({ config: config.projectConfig, global });
    // The legacy ones want parts that Jest does not hand out. Without them, asking for them fails.
    this.fakeTimers = null;
  }
}
