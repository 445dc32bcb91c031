import { luhn, mod11and10, mod97, nationalChecks, verhoeff } from '../../../../layers/core/quality/privacy/checks.ts';

/** The published example of each kind, and the same with its last but one sign changed. */
describe('check digits', () => {
  it.each([
    ['Luhn', luhn, '4111111111111111', '4111111111111121'],
    ['Luhn, fifteen digits', luhn, '378282246310005', '378282246310015'],
    ['Verhoeff', verhoeff, '2363', '2373'],
    ['mod 11,10', mod11and10, '86095742719', '86095742729'],
    ['CPF', nationalChecks.cpf, '52998224725', '52998224735'],
    ['PESEL', nationalChecks.pesel, '44051401359', '44051401369'],
    ['Steuer-ID', nationalChecks.steuer, '86095742719', '86095742729'],
    ['NIR', nationalChecks.nir, '255081416802538', '255081416802548'],
    ['SSN', nationalChecks.ssn, '219099999', '000099999'],
    ['DNI', nationalChecks.dni, '12345678Z', '12345688Z'],
    ['NIE', nationalChecks.dni, 'X1234567L', 'X1234577L'],
    ['Chinese identity number', nationalChecks.chinese, '11010519491231002X', '11010519491231003X'],
  ])('%s', (_, check, right, wrong) => {
    expect(check(right)).toBe(true);
    expect(check(wrong)).toBe(false);
  });

  it('mod 97-10 leaves 1 for an account number with its head at its end', () => {
    expect(mod97('370400440532013000DE89')).toBe(1);
    expect(mod97('370400440532013010DE89')).not.toBe(1);
  });

  it('no number of one digit repeated holds', () => {
    expect(luhn('0000000000000000')).toBe(false);
    expect(nationalChecks.cpf('11111111111')).toBe(false);
  });
});
