import * as z from 'zod';
import { environment, json } from '../../layers/kit/environment.ts';

describe('environment', () => {
  beforeEach(() => Object.assign(process.env, { NUMBERS: '[1,2]', NOT_JSON: '[1,2', WORDS: '["one"]' }));

  it('reads JSON of the form asked for', () => {
    expect(environment({ NUMBERS: json(z.array(z.number())) })).toEqual({ NUMBERS: [1, 2] });
  });

  it('has a default for what is not set', () => {
    expect(environment({ NOT_SET: json(z.array(z.number())).default([3]) })).toEqual({ NOT_SET: [3] });
  });

  it('names every variable that is wrong', () => {
    const shape = { NOT_SET: z.string(), NOT_JSON: json(z.unknown()), WORDS: json(z.array(z.number())) };
    expect(() => environment(shape)).toThrow(/NOT_SET.*is not JSON.*NOT_JSON.*WORDS/s);
  });
});
