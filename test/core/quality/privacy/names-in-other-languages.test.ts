import { redacted } from '../../../support/redacted.ts';

describe('names in other languages', () => {
  it.each([
    ['minha sogra Zulmira cozinha demais', 'minha sogra NAME cozinha demais'],
    ['ontem a Jaciara me ligou', 'ontem a NAME me ligou'],
    ['briguei com o Edivaldo', 'briguei com o NAME'],
    ['gestern hat Eckbert mich überholt', 'gestern hat NAME mich überholt'],
    ['mein Schwager Eckbert boxt', 'mein Schwager NAME boxt'],
    ['mijn schoonvader Evert zeurt', 'mijn schoonvader NAME zeurt'],
    ['min søster Solvej snorker', 'min søster NAME snorker'],
    ['můj bratr Bořek chrápe', 'můj bratr NAME chrápe'],
    ['soțul meu Neculai sforăie', 'soțul meu NAME sforăie'],
    ['suami saya Joko mendengkur', 'suami saya NAME mendengkur'],
    ['моят брат Асен хърка', 'моят брат NAME хърка'],
    ['děkuju Vendulo', 'děkuju NAME'],
    ['asante Mumbua', 'asante NAME'],
    ['kocham Bożydara', 'kocham NAME'],
    ['友達の真樹と走った', '友達のNAMEと走った'],
    ['我同事李强也跑步', '我同事NAME也跑步'],
    ['남편 현우가 코를 골아요', '남편 NAME가 코를 골아요'],
    ['صديقتي ليلى تركض', 'صديقتي NAME تركض'],
    ['मेरे पति सुरेश खर्राटे लेते हैं', 'मेरे पति NAME खर्राटे लेते हैं'],
  ])('are found: %s', (text, expected) => expect(redacted(text)).toBe(expected));

  it.each([
    'mon mari ronfle',
    '谢谢教练',
    '我朋友周末去跑步',
    '妻の様子が変です',
    '친구 전화가 왔어요',
    'मेरे पति खर्राटे लेते हैं',
    'زوجي يشخر كثيرا',
    'min man snarkar',
    'so far Boston is the plan',
    'ayer me dolió la rodilla',
  ])('and what is none stays: %s', (text) => expect(redacted(text)).toBe(text));
});
