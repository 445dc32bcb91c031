import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Anchors, anchorsSchema, cosineScaleOf } from '../core/quality/cosine-scale.ts';
import { directionOf, type Embedder, without } from '../core/quality/embedder.ts';
import { createJudge, type Judge, type JudgeParts } from '../core/quality/judge.ts';
import { embedPrototypes, prototypesSchema, type Usual, usualSchema } from '../core/quality/meaning.ts';
import { InvalidPolicyFile } from '../core/quality/policy-text.ts';
import { fittedSchema } from '../core/quality/scores/fitted-file.ts';
import { Measure } from '../core/quality/scores/measure.ts';
import { frequenciesSchema, lexiconSchema, type ScoringData, scoringSchema } from '../core/quality/scoring.ts';
import { readPolicyFile } from './policy-file.ts';
import { readPolicy } from './policy-files.ts';
import { loadSafetyScreen } from './safety-files.ts';

/** Whose weights a policy without a `scoring.json` of its own measures with. */
const usualScoring = 'reflect';
const lexicons = ['reply', 'questions', 'turns', 'domain'] as const;

const words = (folder: string, name: string) =>
  readPolicyFile(lexiconSchema, join(folder, 'lexicons', `${name}.json`)).classes;

/** The classes of all lexicons. @throws {InvalidPolicyFile} for a class that two of them hold: one would hide the other */
function together(folder: string): ScoringData['lexicon'] {
  const classes: Record<string, readonly string[]> = {};
  for (const name of lexicons) {
    for (const [each, phrases] of Object.entries(words(folder, name))) {
      if (classes[each])
        throw new InvalidPolicyFile(
          `lexicons/${name}.json has the class "${each}", which another lexicon has already.`,
        );
      classes[each] = phrases;
    }
  }
  return classes;
}

function readMeasures(folder: string, name: string): Pick<JudgeParts, 'policy' | 'scoring'> {
  const own = resolve(folder, name);
  const weights = existsSync(join(own, 'scoring.json')) ? own : join(folder, usualScoring);
  const fitted = join(own, 'fitted.json');
  return {
    policy: readPolicy(own),
    scoring: {
      scoring: readPolicyFile(scoringSchema, join(weights, 'scoring.json')),
      lexicon: together(folder),
      topics: words(folder, 'topics'),
      ...(existsSync(fitted) && { fitted: readPolicyFile(fittedSchema, fitted) }),
      frequencies: readPolicyFile(frequenciesSchema, join(folder, 'lexicons', 'frequencies.json')).words,
    },
  };
}

/** What a judge is made of, read from the policy folder: for judges of one's own. */
export function loadParts(folder: string, name: string, embedder?: Embedder): JudgeParts {
  const safety = loadSafetyScreen(join(folder, 'safety'), embedder?.name);
  return {
    ...readMeasures(folder, name),
    screen: (dialogue, evidence, meanings) => safety.screen(dialogue, evidence, meanings),
  };
}

/** What a file names by itself is checked when it is read; whether there is such a feature, only who measures knows. */
function checked<Made>(own: string, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new InvalidPolicyFile(`The policy in ${own} is not as it should be: ${why}.`, { cause: error });
  }
}

/**
 * What scores are made by: for `calibrate`, which needs no safety screen, and that takes its time.
 *
 * @throws InvalidPolicyFile
 */
export function loadMeasures(folder: string, name: string): Pick<JudgeParts, 'policy' | 'scoring'> {
  const measures = readMeasures(folder, name);
  checked(resolve(folder, name), () => new Measure(measures.scoring));
  return measures;
}

/**
 * The judge of a policy, with everything it measures with: word lists, weights, safety screen and language.
 * Read once at start-up; it costs some tens of milliseconds.
 *
 * @param folder the policy folder, as layers/kit/layer-folder.ts finds it
 * @param name the policy's name: a folder in it; or the absolute path of a folder of one's own
 * @throws InvalidPolicyFile naming the file and what is wrong with it
 */
export const loadJudge = (folder: string, name: string): Judge =>
  checked(resolve(folder, name), () => createJudge(loadParts(folder, name)));

/** The vectors of what is usual: `lexicons/usual.json`, and the pairs that stand for the talks of this app. */
async function embedUsual(folder: string, pairs: Anchors['pairs'], embedder: Embedder): Promise<Usual> {
  const { messages, replies } = readPolicyFile(usualSchema, join(folder, 'lexicons', 'usual.json')).classes;
  const said = [...messages, ...pairs.map(([message]) => message)];
  const answered = [...replies, ...pairs.map(([, reply]) => reply)];
  const vectors = await embedder.embed([...said, ...answered]);
  return { messages: vectors.slice(0, said.length), replies: vectors.slice(said.length) };
}

/**
 * The same, ready to judge with meaning: the examples of each domain, the commonplaces and what is usual are embedded too, and the cosines of another
 * model than the one that the weights were set by are mapped onto that one's.
 *
 * @throws UselessEmbedder when the model cannot tell what belongs together
 */
export async function loadJudgeWithMeaning(folder: string, name: string, embedder: Embedder): Promise<Judge> {
  const commonplace = await directionOf(Object.values(words(folder, 'commonplaces')).flat(), embedder);
  const apart: Embedder = {
    ...embedder,
    embed: async (texts) => (await embedder.embed(texts)).map((vector) => without(commonplace, vector)),
  };
  const { classes } = readPolicyFile(prototypesSchema, join(folder, 'lexicons', 'prototypes.json'));
  const prototypes = await embedPrototypes(classes, apart);
  const anchors = readPolicyFile(anchorsSchema, join(folder, 'lexicons', 'anchors.json'));
  const cosineScale = await cosineScaleOf(anchors, apart);
  const usual = await embedUsual(folder, anchors.pairs, apart);
  const parts = { ...loadParts(folder, name, embedder), prototypes, commonplace, cosineScale, usual };
  return checked(resolve(folder, name), () => createJudge(parts));
}
