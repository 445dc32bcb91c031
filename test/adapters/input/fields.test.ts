import { checkInput } from '../../../layers/adapters/input/input.ts';
import { file, lines, read } from '../../support/input-files.ts';

describe('the fields of a row', () => {
  it.each([
    ['seconds since 1970 in text', '1767600000'],
    ['milliseconds', 1767600000000],
    ['seconds', 1767600000],
    ['no offset', '2026-01-05 08:00'],
    ['another name', '2026-01-05 08:00', 'sent_at'],
  ])('reads times as the table of the app has them: %s', async (_, time, name = 'timestamp') => {
    const row = { conversationId: 'c', sender: 'user', text: 'hi', [name]: time };
    const [message] = await read(file('time.jsonl', lines(row)));
    expect(message?.createdAt).toBe('2026-01-05T08:00:00.000Z');
  });
});

describe('what is wrong with a CSV', () => {
  it.each([
    ['a quote within a field', 'question,answer\nx,y\nI am sad since "Anna" left,Why?\n', 'in line 3'],
    ['text after a quoted field', 'question,answer\n"I am sad" since Anna left,Why?\n', 'in line 2'],
    ['no header', 'I am so sad since Anna left,Tell me more?\nx,y\n', 'Its first line is to name 2 columns'],
    ['no header, and short words', 'Anna,I am sad since Saturday\n', 'Its first line is to name 2 columns'],
  ])('is told without what it says: %s', async (_, content, says) => {
    const found = checkInput(file('quoted.csv', content));
    await expect(found).rejects.toThrow(says);
    await expect(found).rejects.not.toThrow('Anna');
  });
});

describe('consent', () => {
  it.each([
    ['of a conversation', { opt_in: false, turns: [{ role: 'user', text: 'a' }] }],
    ['of a turn', { turns: [{ role: 'user', text: 'a', 'Opt out': 'yes' }] }],
    ['of a message', { conversationId: 'c', sender: 'user', text: 'a', researchConsent: 'no' }],
    ['of an answer', { question: 'a?', answer: 'b', data_sharing: 0 }],
  ])('under another name is told, and not passed over: %s', async (_, row) => {
    const found = checkInput(file('named.jsonl', lines(row)));
    await expect(found).rejects.toThrow('consent" that is called otherwise');
  });

  it.each<[string, unknown]>([
    ['do_not_train', true],
    ['DO NOT TRAIN', 1],
    ['opted_out', 'yes'],
    ['opted_out', '2026-01-05'],
    ['agreed_to_training', 'no'],
    ['training_allowed', '0'],
    ['can_use_for_training', 'False'],
    ['permission', false],
    ['permissionStatus', 'declined'],
    ['data_sharing', 0],
    ['shareMyData', 'no'],
    ['gdpr', false],
    ['GDPR', '0'],
    ['training', 'no'],
    ['metadata', { opt_in: 'N' }],
  ])('is told by the words of a name: %s %j', async (name, said) => {
    const row = { conversationId: 'c', sender: 'user', text: 'a', [name]: said };
    await expect(checkInput(file('words.jsonl', lines(row)))).rejects.toThrow('consent" that is called otherwise');
  });

  it.each<[string, unknown]>([
    ['shared_at', '2026-01-05'],
    ['shared', true],
    ['train_number', 1],
    ['options', 'no'],
    ['allowed_length', 0],
    ['allow_html', true],
    ['training', 'squats'],
    ['training', ''],
    ['training_day', 'no'],
    ['training_data', ''],
    ['train', 1],
    ['agreement', 0.5],
    ['annotatorAgreement', 1],
    ['do_not_disturb', true],
    ['is_do_not_remember', false],
    ['gdpr_region', 'eu'],
    ['metadata', { train_number: 1, shared: false, notes: [false] }],
    ['adopted_in', 2019],
    ['mood', null],
  ])('is not what another field speaks of: %s %j', async (name, said) => {
    const row = { conversationId: 'c', sender: 'user', text: 'a', [name]: said };
    expect(await read(file('ordinary.jsonl', lines(row)))).toMatchObject([{ consent: true }]);
  });

  it.each<[string, object]>([
    ['consent_withdrawn', { consent: true, consent_withdrawn: true }],
    ['consent_withdrawn_at', { consent: 'yes', consent_withdrawn_at: '2026-01-05' }],
    ['consentStatus', { consent: 1, consentStatus: 'revoked' }],
    ['consent_not_withdrawn', { consent: true, consent_not_withdrawn: false }],
    ['consent_missing', { consent: true, consent_missing: true }],
    ['consent_expires', { consent: true, consent_expires: '2024-01-05' }],
    ['Consent', { Consent: false, consent: true }],
    ['CONSENT', { consent: true, CONSENT: '' }],
    ['metadata.consent', { consent: true, metadata: { consent: false } }],
    ['metadata.opt_out', { consent: true, metadata: { opt_out: 1 } }],
    ['opt_in', { consent: true, opt_in: '' }],
    ['opted_out', { consent: true, opted_out: 'pending' }],
    ['optOut', { consent: true, optOut: true }],
    ['allow_training', { consent: true, allow_training: 'no' }],
    ['do_not_train', { consent: true, do_not_train: true }],
    ['training', { consent: 'ja', training: 'nein' }],
    ['agreed_to_training', { consent: false, agreed_to_training: true }],
  ])('that is said otherwise beside it counts for nothing: %s', async (name, fields) => {
    const row = { conversationId: 'c', sender: 'user', text: 'a', ...fields };
    const found = checkInput(file('otherwise.jsonl', lines(row)));
    await expect(found).rejects.toThrow(`consent" that is said otherwise by "${name}"`);
  });

  it.each<[string, unknown]>([
    ['allow_model_training', true],
    ['allowAITraining', 'yes'],
    ['Allow AI Training', 'TRUE'],
    ['ai_training_opt_in', 1],
    ['optInModelTraining', 'y'],
    ['consent_to_fine_tuning', 'yes'],
    ['model_training_consent', 'granted'],
    ['patient_consent_to_ai_training', true],
    ['allow_training_on_my_data', true],
    ['allow_use_of_machine_learning_training', true],
    ['use_my_chats_to_train', 'yes'],
    ['canUseMyChatMessagesForTraining', 'yes'],
    ['consent_given', true],
    ['consented', 'ja'],
    ['user_consent', 'yes'],
    ['consentStatus', 'granted'],
    ['can_use_data_for_training', true],
    ['use_for_model_training', true],
    ['metadata', { consent: true }],
    ['metadata', { allow_model_training: true, consent_date: '2026-01-05' }],
  ])('is a yes under another name that can mean nothing else: %s %j', async (name, said) => {
    const row = { conversationId: 'c', sender: 'user', text: 'a', [name]: said };
    expect(await read(file('plain.jsonl', lines(row)))).toMatchObject([{ consent: true }]);
  });

  it.each<[string, unknown]>([
    ['consent_given', false],
    ['aiTrainingConsent', 'no'],
    ['hasConsent', 0],
    ['allow_model_training', false],
    ['allow_model_training', 'pending'],
    ['allowAITraining', ''],
    ['metadata', { consent: false }],
    ['metadata', { training: { by: 'x' }, allow_model_training: 'N' }],
  ])('is a no under such a name: %s %j', async (name, said) => {
    const row = { conversationId: 'c', sender: 'user', text: 'a', [name]: said };
    expect(await read(file('plain.jsonl', lines(row)))).toMatchObject([{ consent: false }]);
  });

  it('counts the rows of a column that says yes or no under such a name', async () => {
    const csv = 'question,answer,allow_model_training\na?,b,true\nc?,d,false\ne?,f,\n';
    expect(await checkInput(file('plain.csv', csv))).toMatchObject({ exchanges: 1, withoutConsent: 2, skipped: 0 });
  });

  it.each<[string, object]>([
    ['opt_in', { opt_in: true }],
    ['marketing_opt_in', { marketing_opt_in: true }],
    ['research_consent', { research_consent: true }],
    ['parental_consent', { parental_consent: 'yes' }],
    ['data_sharing', { data_sharing: true }],
    ['training', { training: 'yes' }],
    ['ok_to_train', { ok_to_train: true }],
    ['training_allowed', { training_allowed: true }],
    ['do_not_train', { do_not_train: false }],
    ['exclude_from_training', { exclude_from_training: true }],
    ['disallow_training', { disallow_training: 'yes' }],
    ['allow_training', { allow_training: true }],
    ['allow_training', { allow_training: false }],
    ['allow_training', { allow_training: 'perhaps' }],
    ['data_used_for_training', { data_used_for_training: 'perhaps' }],
    ['settings.allow_training', { settings: { allow_training: true } }],
    ['training_opt_in', { training_opt_in: 1 }],
    ['allow_machine_training', { allow_machine_training: true }],
    ['training_consent', { training_consent: 'granted' }],
    ['allow_training_data', { allow_training_data: true }],
    ['opt_in_training_messages', { opt_in_training_messages: 'yes' }],
    ['patient_consent', { patient_consent: true }],
    ['client_consent', { client_consent: 'yes' }],
    ['memberConsentGiven', { memberConsentGiven: true }],
    ['person_consented', { person_consented: 1 }],
    ['metadata.patient_consent', { metadata: { patient_consent: true } }],
    ['used_for_training', { used_for_training: true }],
    ['data_used_for_training', { data_used_for_training: 'yes' }],
    ['used_for_model_training', { used_for_model_training: 1 }],
    ['model_trained', { model_trained: true }],
    ['isFineTuned', { isFineTuned: 'no' }],
    ['allow_model_training', { allow_model_training: 'perhaps' }],
    ['allow_model_training', { allow_model_training: false, ai_training_consent: true }],
    ['cookies.consent', { cookies: { consent: true } }],
    ['allow_model_training', { allow_model_training: true, opt_out: 'yes' }],
    ['consent_given', { consent_given: true, training_consent: 'no' }],
  ])('is none where a yes may be to something else, or another field says otherwise: %s %j', async (name, fields) => {
    const row = { conversationId: 'c', sender: 'user', text: 'a', ...fields };
    await expect(checkInput(file('other-yes.jsonl', lines(row)))).rejects.toThrow(
      `consent" that is called otherwise ("${name}")`,
    );
  });

  it('is not told by a name that may be what somebody wrote', async () => {
    const row = { conversationId: 'c', sender: 'user', text: 'a', 'I gave Anna no consent, and she': 'no' };
    for (const more of [{}, { consent: true }]) {
      const found = checkInput(file('anna.jsonl', lines({ ...row, ...more })));
      await expect(found).rejects.toThrow(/consent" that is (?:called|said) otherwise/);
      await expect(found).rejects.not.toThrow('Anna');
    }
  });

  it('is said otherwise by a turn as by a row', async () => {
    const turns = [{ role: 'user', text: 'a', consent: true, metadata: { doNotTrain: 'yes' } }];
    const found = checkInput(file('turn.jsonl', lines({ turns })));
    await expect(found).rejects.toThrow('turns.0.consent" that is said otherwise by "metadata.doNotTrain"');
  });

  it.each<[object, boolean]>([
    [{ consent: 'yes', consentVersion: 3 }, true],
    [{ consent: true, consent_version: '1.0', consent_date: null, consent_source: 'web form' }, true],
    [{ consent: true, consent_given: 'Yes', consent_given_at: '2026-01-05' }, true],
    [{ consent: true, Consent: 'TRUE', metadata: { consent: 1 } }, true],
    [{ consent: true, opt_out: false, doNotTrain: 'no', consent_withdrawn_at: '' }, true],
    [{ consent: true, optedIn: '2026-01-05', gdpr: 'granted', training: 'squats', shared: false }, true],
    [{ consent: false, consent_withdrawn: true, opt_in: 'no', metadata: { consent: '' } }, false],
    [{ consent: true, model_trained: false }, true],
    [{ consent: false, model_trained: true }, false],
    [{ trained: true, trained_at: '2026-01-05' }, true],
    [{ consent: '', consent_withdrawn_at: '', consent_version: 1 }, false],
  ])('may have fields about it beside it that say the same: %j', async (fields, consent) => {
    const row = { conversationId: 'c', sender: 'user', text: 'a', ...fields };
    expect(await read(file('beside.jsonl', lines(row)))).toMatchObject([{ consent }]);
  });

  it.each([
    ['TRUE', true],
    ['True', true],
    [' Yes ', true],
    ['WAHR', true],
    ['FAUX', false],
    ['y', true],
    ['granted', true],
    [1, true],
    ['FALSE', false],
    ['No', false],
    [0, false],
    [null, false],
  ])('as people and their programs write it: %j is %s', async (consent, expected) => {
    const [message] = await read(
      file('consent.jsonl', lines({ conversationId: 'c', sender: 'user', text: 'a', consent })),
    );
    expect(message?.consent).toBe(expected);
  });
});
