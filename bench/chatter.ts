/** Parts of sentences that people and companions say, to make conversations of. */
const openings = [
  'I just finished my third workout this week',
  'My knee has been hurting since Saturday',
  'I could not sleep again last night',
  'Work has been so stressful that I skipped yoga',
  'I finally did my first pull-up today',
  'We did Fran at the box and I scaled it',
  'I feel like I am not making any progress',
  'My coach says that I should rest more',
  'I ate far too much at the weekend',
  'I am anxious about the race next month',
];
const details = [
  'and I honestly do not know what to do about it',
  'and it felt much better than I had expected',
  'although I went to bed early and drank enough water',
  'because the last set of squats at 225 was too heavy for me',
  'and my friends keep telling me that I should just push through',
  'but part of me wonders whether it is worth it',
  'which is strange, since two weeks ago everything was fine',
  'and now I am tired, sore and a little proud of myself',
  'so I thought that I would write to you first',
  'and I have been thinking about it all day long',
];
const personal = [
  'By the way, I am Martina.',
  'You can reach me at martina.weber@example.org if that helps.',
  'My number is +1 415 555 0134.',
  'My name is Jonas, I think I never told you.',
];
const acknowledgements = [
  'That sounds really hard, and it makes sense that you feel worn out.',
  'What an achievement, you have worked towards this for months!',
  'It is completely normal to feel unsure after a break like that.',
  'I understand.',
  'Thank you for telling me, that cannot have been easy.',
  'You sound frustrated, and at the same time you kept going.',
  'I can hear how much this matters to you.',
  'Resting is part of training too, even when it does not feel like it.',
];
const advice = [
  'Try to keep the weight a little lower for a week and watch how your body answers.',
  'Ten minutes of easy mobility in the morning often loosen more than one long session.',
  'Write down what went well, however small it is, before you go to bed.',
  'If the pain stays for more than a few days, please let a doctor have a look at it.',
  'You could tell your coach what you told me, so that the plan fits the week that you are having.',
  'Breathing out slowly a few times before the first set can help with the nerves.',
];
const questions = [
  'What was different about the day when it felt easier?',
  'How did you sleep in the nights before?',
  'What would a good week look like for you?',
  'Where exactly do you feel it, and when does it start?',
  'Which part of it are you most proud of?',
  'What do you think is holding you back right now?',
];

type Random = () => number;
const pick = (from: readonly string[], random: Random) => from[Math.floor(random() * from.length)] ?? '';
const some = (from: readonly string[], count: number, random: Random) =>
  Array.from({ length: count }, () => pick(from, random)).join(', ');

/** What a person says: one to four sentences; one in twenty tells something personal. */
export function userText(random: Random): string {
  const sentences = Array.from(
    { length: 1 + Math.floor(random() * 3) },
    () => `${pick(openings, random)} ${some(details, 1 + Math.floor(random() * 2), random)}.`,
  );
  if (random() < 0.05) sentences.push(pick(personal, random));
  return sentences.join(' ');
}

/** What the companion says: two to five sentences, mostly with a question at the end. */
export function aiText(random: Random): string {
  const sentences = [pick(acknowledgements, random)];
  for (let more = Math.floor(random() * 3); more >= 0; more--) sentences.push(pick(advice, random));
  if (random() < 0.7) sentences.push(pick(questions, random));
  return sentences.join(' ');
}
