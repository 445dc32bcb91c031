import { isIgnorable, isIgnorablePair } from './text/ignorable.ts';
import type { Tokens } from './text/tokens.ts';
import { isOfEnglish } from './text/unit-kinds.ts';
import { sign, type Vocabulary } from './text/vocabulary.ts';

/**
 * Frequent short words per language, without accents, as people write them in chats; Hindi in Latin letters. English
 * includes gym talk. No list holds a workout's name ("från" without its ring is one).
 */
const words: Readonly<Record<string, string>> = {
  en: 'the and you i to of is it am an as in by or off down only own may into over most other after before through where while these those such even ever never still also people life thing things something someone anything nothing everything everyone last first family work makes made wanna may met bought state online until that for my was are with have this not but me im on be your what do at so just we can like how dont its did get good all about know when one out up if from they he she his her them feel want now more time day really think its ive am has been were will would could should there here then than because why who any some day today back make go going got too very much had need workout training gym reps sets squat squats deadlift deadlifts bench lift run running cardio legs leg arms core protein rest sore tired goal goals week coach class yoga plank burpees wod amrap pr pullups pushups thanks thank hey hi hello yes yeah no nope ok okay please sorry help great nice awesome lol omg hurt hurts sleep stress anxious anxiety sad happy morning tonight tomorrow yesterday food eat weight lose muscle muscles pain knee shoulder a hard bad best better idea easy long short big little new old same again away both each few many next once every saw see seen say said says tell told take took try tried use weeks year years month months hour hours minute minutes man men woman friend friends brother sister mother father mum mom dad war die died dying beat round rounds plus pose thats youre theyre hes shes whats lets isnt wasnt doesnt havent couldnt wouldnt wont theres lost won broke left right half full second third fast slow strong weak heavy light push pull row ran swim bike which whole world school job boss money home house night live lived love hate done doing making coming come came went gone getting being having call called put set sit stand start started stop stopped keep kept let look looking without within between against since though enough almost already maybe probably tue tues wed thu thurs fri',
  de: 'der die das und ich nicht ist ein eine zu den mit auf fur dem sich es wir ihr mich mir du bin war habe hat haben auch so wie aber noch nur wenn kann mein meine dein sehr schon immer heute morgen gestern gut danke hallo warum weil uber nach beim zum zur vom oder als dass nichts mehr einfach will muss keine kein bei seit sind wird was wer uns euch dir training mude traurig krank glucklich gehts schlecht dich kannst hatte ware wurde geht gehe mache geboren wohne gemacht am im',
  es: 'el la los las de que y en un una por con para no me mi te tu se lo es soy estoy esta muy pero como mas cuando porque hoy manana ayer gracias hola bien si yo ella nos todo nada tengo quiero puedo hacer hace desde hasta sobre entre del al ha he fue ser estar siento dias cada tambien sin ya cansado cansada feliz triste dormir entrenar ayuda puede quiere fui vivo naci correo',
  fr: 'le la les de des du et un une je tu il elle nous vous on ne pas que qui dans pour sur avec est suis es sont ai as avez mon ma mes ton ta ce cette ca plus mais ou au aux se me te moi toi tres bien merci bonjour salut oui non aujourdhui demain hier quand comment pourquoi parce fait faire depuis tout rien jai cest nai dun quil triste heureux heureuse malade peux veux dormir envie fatiguee habite',
  it: 'il lo la gli le di che e un una per con non mi ti si sono sei ho hai ha mio mia tuo tua questo questa molto ma come piu quando perche oggi domani ieri grazie ciao bene sì io lei noi tutto niente voglio posso fare da dal della del alla nel anche poi gia sempre mai cosa stanco stanca felice triste dormire allenamento abito nato nata',
  pt: 'o os as de que e em um uma por com para nao me meu minha te seu sua se eu voce ele ela nos isso isto muito mas como mais quando porque hoje amanha ontem obrigado obrigada ola oi bem sim tudo nada tenho quero posso fazer faz desde ate sobre do da dos das no na estou esta sou foi ser tambem sem ja pra pro cansado cansada feliz triste dormir treino treinar nasci moro parabens',
  nl: 'de het een en ik niet is zijn van dat in op te voor met je jij mijn mij me ben was heb heeft hebben ook maar nog als wat hoe kan wil moet geen naar bij uit over er we wij ze zij hij om dan heel goed dank bedankt hallo waarom omdat vandaag morgen gisteren alles niets meer al door aan deze dit ziek slapen verdrietig vind weet woon groetjes geboren',
  sv: 'och att det som en ett jag inte ar var har hade du han hon vi ni de den min mitt mina din med for till pa av om men sa kan vill ska mig dig sig idag imorgon igar tack hej bra mycket nu bara alla inget varfor nar hur eller mer trott ledsen orkar',
  da: 'og at det som en et jeg ikke er var har havde du han hun vi i de den min mit mine din med for til pa af om men sa kan vil skal mig dig sig idag morgen igar tak hej godt meget nu bare alle intet hvorfor nar hvordan eller fra mere',
  no: 'og at det som en et jeg ikke er var har hadde du han hun vi dere de den min mitt mine din med for til pa av om men sa kan vil skal meg deg seg idag imorgen igar takk hei bra mye na bare alle ingenting hvorfor nar hvordan eller fra mer',
  pl: 'i w nie na sie z ze do to jest ze jak ale o co po mam masz mi mnie moj moja moje ty ja on ona my wy juz tylko bardzo dzis dzisiaj jutro wczoraj dziekuje dzieki czesc dobrze tak moge chce zeby gdy kiedy dlaczego bo od przez za przy czy jestem bylo sa zmeczony zmeczona smutny smutna trening mieszkam',
  cs: 'a v na se je to ze s z do si jak ale co po mam mas mi me muj moje ty ja on ona my uz jen velmi dnes zitra vcera dekuji diky ahoj dobre ano ne chci kdyz proc protoze od pro pri jsem jsi byl bylo jsou nebo taky unaveny unavena smutny smutna',
  tr: 've bir bu da de icin ne cok ama ben sen o biz siz degil var yok mi mu benim bana beni gibi kadar daha en her sey bugun yarin dun tesekkurler merhaba iyi evet hayir istiyorum nasil neden cunku sonra once ile olarak oldu yorgunum yoruldum uzgunum mutluyum hastayim hastayım yaptim yaptım istemiyorum gidiyorum yapiyorum yapıyorum antrenman yasiyorum yaşıyorum',
  id: 'yang dan di ini itu saya aku kamu dia kita mereka tidak nggak gak ga bisa ada untuk dengan dari ke pada juga sudah udah belum akan mau lagi banget aja sih ya kok kalau kalo karena tapi jadi buat sama hari besok kemarin terima kasih makasih halo apa gimana kenapa biar gue lo nih dong deh capek lelah sedih senang',
  fi: 'ja on ei en se etta han mina sina me te he olen ole oli mutta kun niin kuin mita miten miksi nyt jo vain myos hyva hyvin kiitos hei moi tanaan huomenna eilen paljon kaikki mitaan minun sinun voin haluan',
  ro: 'si de la in nu un o cu pe sa ca este sunt am ai are mi ma te se ce cum dar mai foarte cand pentru din prin azi maine ieri multumesc buna bine da eu tu el ea noi voi vreau pot fac tot nimic',
  hu: 'a az es nem hogy egy van is en te o mi ti ok meg de ha mert mit hogyan miert ma holnap tegnap koszonom szia jo igen nagyon csak minden semmi vagyok volt lesz kell akarok tudok',
  vi: 'la va cua toi ban khong co mot nhung cho voi cac duoc nay do trong da se dang rat nhung vi sao hom nay mai qua cam on xin chao tot minh muon lam an tap',
  hi: 'hai hain hoon hun tha thi mera meri mere mujhe mujhko tum aap hum yeh woh kya kyun kyunki kaise kab kahan nahi nahin mat bahut bohot thoda aaj abhi bhi aur lekin phir yaar bhai accha acha theek thik karna kar raha rahi rahe gaya gayi gaye kiya karo hota hoti chahiye dhanyavaad shukriya namaste',
  tl: 'ang ng sa na mga ako ikaw ka ko mo siya kami tayo hindi oo po ba lang naman din rin para kasi pero kung ano paano bakit ngayon bukas kahapon salamat kumusta mabuti gusto ay at ito yan may wala',
};

/** English words and names that English lists, though not `words`, would hold: in short English texts they stand for nothing else. */
const alsoEnglish = new Set(
  'once per non plus pro door mine los comment van till hat dan ben ban sin del com dig bare mere maine tap rat bin ton fur uber gut pour fare pot con cam yang ate min max des les est den heel hum jest med nay tack vain ale bra dank din dos hoe mas mat mitt muss qua tot tout volt halo ada della ella etta gia mia mina nada'.split(
    ' ',
  ),
);

/** Scripts that tell the language, or most of it, by themselves. */
const scripts: readonly (readonly [RegExp, string])[] = [
  [/[\u3040-\u30ff]/g, 'ja'],
  [/[\uac00-\ud7af\u1100-\u11ff]/g, 'ko'],
  [/[\u4e00-\u9fff]/g, 'zh'],
  [/[\u0e00-\u0e7f]/g, 'th'],
  [/[\u0900-\u097f]/g, 'hi'],
  [/[\u0980-\u09ff]/g, 'bn'],
  [/[\u0b80-\u0bff]/g, 'ta'],
  [/[\u0c00-\u0c7f]/g, 'te'],
  [/[\u0590-\u05ff]/g, 'he'],
  [/[\u0600-\u06ff]/g, 'ar'],
  [/[\u0370-\u03ff]/g, 'el'],
  [/[\u0400-\u04ff]/g, 'ru'],
  [/[\u10a0-\u10ff]/g, 'ka'],
  [/[\u0530-\u058f]/g, 'hy'],
];

/** Every code that a judgement's language may be. */
export const languageCodes = [
  ...new Set([...Object.keys(words), ...scripts.map(([, language]) => language), 'uk', 'und', 'mul', 'mis']),
].sort();

/** A text's beginning tells its language as well as the whole of it: so many units, or words that were read already. */
const longestRead = { units: 600, words: 120 };
/** Of a longer text only so much is looked at, for blanks are passed over before its beginning is taken. */
const longestLookedAt = 10 * longestRead.units;

/** So many words or more, of which this share is in no list, are a language that is not known here. */
const strange = { words: 4, share: 0.5 } as const;

const languages = Object.keys(words);
const english = languages.indexOf('en');

const mixed = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);
const hashOf = (word: string): number => [...word].reduce((hash, letter) => mixed(hash, letter.charCodeAt(0)), 0);

/**
 * What a word counts for another language than English: a letter may be a plural's or spelled out, a word of two letters
 * an abbreviation, and English words say little in any text.
 */
function weightOf(word: string, places: readonly number[]): number {
  if (word.length === 1) return 0.25;
  if (alsoEnglish.has(word) || places.includes(english)) return 0.5;
  return word.length === 2 ? 0.6 : 1;
}

/** Of each word the languages that have it, by their places in `languages`. */
const owners = new Map<string, number[]>();
for (const [place, language] of languages.entries()) {
  for (const word of new Set(words[language]?.split(' '))) owners.set(word, [...(owners.get(word) ?? []), place]);
}

/**
 * The words by hash and length, for cutting each word out of a text would cost more than all the rest: of each the hash,
 * the length, and where its languages stand in `lists`, after their number and what the word counts for them.
 */
const slotInts = 3;
const slots = new Int32Array(slotInts * 2 ** Math.ceil(Math.log2(owners.size * 2)));
const mask = slots.length / slotInts - 1;
/** Place 0 is that of words that no language has. */
const lists: number[] = [0];
for (const [word, places] of owners) {
  const hash = hashOf(word);
  let slot = hash & mask;
  while (slots[slot * slotInts + 1] !== 0) slot = (slot + 1) & mask;
  slots.set([hash, word.length, lists.length], slot * slotInts);
  lists.push(places.length, weightOf(word, places), ...places);
}

/** What a unit is to the count, besides a letter, which is given by its small form. */
const [part, skip, unread] = [0, 1, 2];
const asciiKinds = Uint8Array.from({ length: 128 }, (_, unit) => {
  if (unit >= 65 && unit <= 90) return unit + 32;
  if (unit >= 97 && unit <= 122) return unit;
  return unit === 39 ? skip : part;
});
/** Beyond a to z, what a word here may be written with. */
const otherLetters = new Set([...'øłßæœđı'].map((letter) => letter.charCodeAt(0)));

function kindBeyondAscii(unit: number): number {
  if (unit === 0x2019 || isIgnorable(unit)) return skip;
  return isOfEnglish(unit) ? part : unread;
}

/** The frequent words of a text, as votes for the languages that have them: a word that n languages share says 1/n of its weight for each. */
class Votes {
  readonly sums = new Float64Array(languages.length);
  /** The first `languages` of these, in the order in which they were met: the first wins a tie. */
  readonly met = new Uint8Array(languages.length);
  languages = 0;
  tokens = 0;

  begin(): void {
    this.sums.fill(0);
    this.languages = this.tokens = 0;
  }

  /**
   * Counts the words of a text.
   *
   * @param folded whether accents and marks were taken from it, and capitals made small
   * @returns whether all of it could be read: what has accents must be folded first
   */
  count(text: string, folded: boolean): boolean {
    this.begin();
    let hash = 0;
    let length = 0;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      let kind = unit < 128 ? (asciiKinds[unit] ?? part) : kindBeyondAscii(unit);
      if (kind === unread) {
        if (!folded) return false;
        kind = otherLetters.has(unit) ? unit : part;
      }
      if (kind === skip) continue;
      if (kind === part && unit >= 128 && isIgnorablePair(unit, text.charCodeAt(at + 1))) {
        at++;
        continue;
      }
      if (kind !== part) {
        hash = mixed(hash, kind);
        length++;
      } else if (length > 0) {
        this.vote(listOf(hash, length));
        hash = length = 0;
      }
    }
    if (length > 0) this.vote(listOf(hash, length));
    return true;
  }

  /** Counts a word by the place of its languages in `lists`, 0 for a word that none has. */
  vote(list: number): void {
    this.tokens++;
    if (list === 0) return;
    const { sums } = this;
    const count = lists[list] ?? 0;
    const weight = lists[list + 1] ?? 0;
    for (let at = list + 2; at < list + 2 + count; at++) {
      const place = lists[at] ?? 0;
      const before = sums[place] ?? 0;
      if (before === 0) this.met[this.languages++] = place;
      sums[place] = before + (place === english ? 1 : weight) / count;
    }
  }

  /** The language that the words counted are of. */
  winner(): string {
    const { sums, met, tokens } = this;
    const forEnglish = sums[english] ?? 0;
    let best = -1;
    let most = 0;
    for (let at = 0; at < this.languages; at++) {
      const place = met[at] ?? 0;
      const sum = sums[place] ?? 0;
      // English wins ties: it is what most people here write, and its jargon travels.
      if (place !== english && sum > most && sum > forEnglish) [best, most] = [place, sum];
    }
    if (best >= 0 && most >= 1 && most >= tokens * 0.12) return languages[best] ?? 'und';
    // What says more of another language, yet too little, is undecided.
    return forEnglish >= 0.5 && forEnglish >= tokens * 0.05 && best < 0 ? 'en' : 'und';
  }
}
const votes = new Votes();

/** Where the languages of the word of this hash and length stand in `lists`, or 0. */
function listOf(hash: number, length: number): number {
  for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
    const known = slots[slot * slotInts + 1] ?? 0;
    if (known === 0) return 0;
    if (known === length && slots[slot * slotInts] === hash) return slots[slot * slotInts + 2] ?? 0;
  }
}

/** Without accents, and letters of full width or of mathematics as plain ones. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '')
    .toLowerCase();

/** The language of a script that makes up more of the text than Latin letters do. */
function byScript(text: string): string | undefined {
  if (!/[\u0370-\u1fff\u3040-\ud7af]/.test(text)) return undefined;
  const latin = text.match(/[a-z]/gi)?.length ?? 0;
  for (const [script, language] of scripts) {
    const letters = text.match(script)?.length ?? 0;
    if (letters >= 2 && letters > latin) return /[іїєґ]/i.test(text) && language === 'ru' ? 'uk' : language;
  }
  return undefined;
}

/** White space is one blank: how wide it is must not tell how much is read. */
const beginningOf = (text: string): string =>
  text.trimStart().slice(0, longestLookedAt).replace(/\s+/g, ' ').slice(0, longestRead.units);

/**
 * The language a text is written in, by its script and its frequent words.
 *
 * @returns an ISO 639-1 code (`tl` for Filipino), or `und` when there is too little to tell:
 *   no words, emoji only, or a word or two that could be anything, as a workout's name and a time
 */
export function detectLanguage(text: string): string {
  const start = text.length > longestRead.units ? beginningOf(text) : text;
  if (!votes.count(start, false)) {
    const script = byScript(start);
    if (script) return script;
    votes.count(fold(start), true);
  }
  return votes.winner();
}

/** Tells the language of texts whose words were read already: each word of the vocabulary has its languages beside it. */
export class LanguageOfTokens {
  /** By the id of a word: where its languages stand in `lists`, or 0. */
  readonly #lists: Uint16Array;
  readonly #wordless: Uint8Array;

  constructor(vocabulary: Vocabulary) {
    this.#wordless = vocabulary.wordless;
    this.#lists = new Uint16Array(vocabulary.size);
    for (const word of owners.keys()) {
      const id = vocabulary.id(word);
      if (id !== sign.unknown) this.#lists[id] = listOf(hashOf(word), word.length);
    }
  }

  /**
   * As `detectLanguage`, by the first words; stretched ones (`sooo`) count too. Where nothing tells and most of several words
   * are in no list of English, it is a language that is not known here: `mis` (ISO 639-2: one without a code).
   */
  of(text: string, tokens: Tokens): string {
    const language = tokens.hasOtherLetters ? detectLanguage(text) : this.#ofWords(text, tokens);
    return language === 'und' && this.#isStrange(text, tokens) ? 'mis' : language;
  }

  #ofWords(text: string, tokens: Tokens): string {
    const { id: ids, start, end, count } = tokens;
    votes.begin();
    for (let at = 0; at < count && votes.tokens < longestRead.words; at++) {
      const id = ids[at] ?? 0;
      if (id === sign.unknown) votes.vote(listOfPart(text, start[at] ?? 0, end[at] ?? 0));
      else if (this.#wordless[id] === 0) votes.vote(this.#lists[id] ?? 0);
    }
    return votes.winner();
  }

  /** Whether a text has several words, and most of them are unknown. What holds a digit is a code, and no word. */
  #isStrange(text: string, { id, count, start, end }: Tokens): boolean {
    let [words, unknown] = [0, 0];
    for (let at = 0; at < count && words < longestRead.words; at++) {
      if (this.#wordless[id[at] ?? 0] !== 0 || /\d/.test(text.slice(start[at], end[at]))) continue;
      words++;
      if (id[at] === sign.unknown) unknown++;
    }
    return words >= strange.words && unknown >= words * strange.share;
  }
}

/** As `listOf`, of a word that stands in a text. */
function listOfPart(text: string, from: number, to: number): number {
  let hash = 0;
  let length = 0;
  for (let at = from; at < to; at++) {
    const letter = asciiKinds[text.charCodeAt(at)] ?? skip;
    if (letter === skip) continue;
    hash = mixed(hash, letter);
    length++;
  }
  return listOf(hash, length);
}

/**
 * The language of an exchange from those of its two turns: that of both, or of the one that tells; `mul` (ISO 639-2:
 * more than one) when they differ.
 */
export function languageOfBoth(user: string, reply: string): string {
  if (user === reply || reply === 'und') return user;
  return user === 'und' ? reply : 'mul';
}
