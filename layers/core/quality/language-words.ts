/**
 * Frequent short words per language, without accents, as people write them in chats; Hindi in Latin letters. English
 * includes gym talk. No list holds a workout's name ("från" without its ring is one).
 */
export const words: Readonly<Record<string, string>> = {
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
export const alsoEnglish = new Set(
  'once per non plus pro door mine los comment van till hat dan ben ban sin del com dig bare mere maine tap rat bin ton fur uber gut pour fare pot con cam yang ate min max des les est den heel hum jest med nay tack vain ale bra dank din dos hoe mas mat mitt muss qua tot tout volt halo ada della ella etta gia mia mina nada'.split(
    ' ',
  ),
);

/** Scripts that tell the language, or most of it, by themselves. */
export const scripts: readonly (readonly [RegExp, string])[] = [
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
