/** The kinds of personal data that are looked for. */
export const personalKinds = [
  'name',
  'email',
  'phone',
  'address',
  'url_id',
  'card',
  'iban',
  'national_id',
  'date_of_birth',
  'ip',
  'handle',
  'health_id',
] as const;
export type PersonalKind = (typeof personalKinds)[number];

/** Where personal data stands: UTF-16 units of the text as it was given, `end` not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: PersonalKind;
}
