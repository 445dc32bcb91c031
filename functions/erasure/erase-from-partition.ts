import { eraseFromShards } from '../../layers/core/erasure/erase-shards.ts';
import { step } from '../../layers/kit/step.ts';
import { identity } from '../identity.ts';
import { lake } from '../lake.ts';
import { shardsInput as input, shardsOutput as output } from './state.ts';

export { input, output };

export const handler = step({ input, output, run: (state) => eraseFromShards({ store: lake(), identity, ...state }) });
