/** Classes of the lexicon `questions`, then what is counted of the sentence. */
export const questionFeatures = [
  'ask_open',
  'ask_why',
  'ask_closed',
  'ask_about_you',
  'ask_feeling',
  'ask_probe',
  'ask_offer',
  'ask_suggestion',
  'ask_rhetorical',
  'ask_bare',
  'ask_accuses',
  'ask_tag',
  // Advice in a question's dress: "have you tried yoga"; and what asks what was tried, which is none.
  'ask_advice',
  'ask_tried',
  // A closed question that wants one answer ("haven't you …"), and one that tells a fact ("did you know that …").
  'ask_leading',
  'ask_quiz',
  // "I", "my": the asker is the subject.
  'first_person',
  // Whether it ends with a question mark, and whether nothing comes after it.
  'marked',
  'last',
  // ln(1 + words) of the sentence and of the reply.
  'sentence_words',
  'reply_words',
  // 0..1: how many of its words say what it is about.
  'specific',
  // Whether it asks about something that neither the person nor anything they said is about.
  'elsewhere',
  // Whether it is closed and asks openly nowhere.
  'only_closed',
  // How many questions the reply asks beyond two, up to 3.
  'piled',
  // Whether the reply is nothing but clipped questions: "What's going on?", "Why? Since when? How?".
  'clipped',
  // 1 when both of the assistant's turns before asked too.
  'row',
  // How much the reply is a row of keywords.
  'salad',
] as const;
export type QuestionFeature = (typeof questionFeatures)[number];

/** Where each stands: an object, for its places are known when the code is compiled. */
export const questionSlot = Object.fromEntries(questionFeatures.map((name, slot) => [name, slot])) as Readonly<
  Record<QuestionFeature, number>
>;
/** Those that are classes of the lexicon. */
export const questionClasses = questionFeatures.slice(0, questionFeatures.indexOf('first_person'));
