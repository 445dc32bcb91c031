import { redacted } from '../../../support/redacted.ts';

describe("HTML's escapes and full width hide nothing", () => {
  it.each([
    ['I&#39;m Orsolya', 'I&#39;m NAME'],
    ['I&#039;m orsolya btw', 'I&#039;m NAME btw'],
    ['I&amp;#39;m Orsolya', 'I&amp;#39;m NAME'],
    ['I&rsquo;m Orsolya &amp; tired', 'I&rsquo;m NAME &amp; tired'],
    ['call me&nbsp;Bex', 'call me&nbsp;NAME'],
    ['my&nbsp;name&nbsp;is&nbsp;ferenc', 'my&nbsp;name&nbsp;is&nbsp;NAME'],
    ['my sister Ren&eacute;e runs', 'my sister NAME runs'],
    ['Mr O&#x27;Hallaran waved', 'Mr NAME waved'],
    ['mail ola.k&#64;posteo.example now', 'mail [email] now'],
    ['mail ola.k&commat;posteo.example now', 'mail [email] now'],
    ['&#43;44 7700&nbsp;900 461', '[phone]'],
    ['dob:&nbsp;14/03/1988', 'dob:&nbsp;[date_of_birth]'],
    ['I＇m orsolya btw', 'I＇m NAME btw'],
    ['ｍｙ　ｎａｍｅ　ｉｓ　ｆｅｒｅｎｃ', 'ｍｙ　ｎａｍｅ　ｉｓ　NAME'],
  ])('%s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'squats &amp; lunges, 5 &lt; 10',
    'rest&nbsp;day, I&#39;m tired',
    'AT&T is down',
    'a &#0; b &#xD800; c &bogus; d',
    'R&D; sets &',
  ])('and harmless ones stay: %s', (text) => expect(redacted(text)).toBe(text));
});
