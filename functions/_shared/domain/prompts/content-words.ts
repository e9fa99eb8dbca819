/** The words of a text that say what it is about, so that a question and its answer can be compared. */

const EMPTY = new Set(
  ("a an the this that these those and or but not no of in on at to for from with by about as into over under after before " +
    "between during since until is are was were be been being am do does did done have has had will would can could shall should " +
    "may might must i me my mine we us our ours you your yours he him his she her hers it its they them their theirs who whom " +
    "whose what which when where why how much many more most some any all each every both few other another such only own same " +
    "so than too very just also there here then now if because while though please tell say said says saying ask asked asks write " +
    "wrote written writes mention mentioned mentions anybody anyone anything somebody someone something nobody nothing everybody " +
    "everything know known find show give get got go going goes come came make made see seen let news new latest last next " +
    "use used was't don't doesn't didn't isn't hi hello dear hey thanks thank regards best kind email emails mail mails message messages " +
    "der die das den dem des ein eine einen einem einer eines und oder aber nicht kein keine von im in am an auf zu zum zur für aus mit " +
    "bei über unter nach vor seit bis ist sind war waren sein bin habe hat haben hatte hatten wird werden wurde wurden kann können " +
    "könnte soll sollte muss ich mich mir mein meine wir uns unser unsere sie ihr ihre ihn ihm er es du dich dir dein deine wer wen wem " +
    "was welche welcher welches wann wo warum wie viel viele alle jede jeder etwas nichts noch auch nur so als wenn dass bitte sagte " +
    "gesagt sagt schrieb geschrieben hallo liebe lieber guten tag danke grüße " +
    "le la les un une des du de d l et ou mais ne pas à au aux en dans sur sous avec pour par chez est sont était être suis ai as a " +
    "avons avez ont avait je me moi mon ma mes nous notre nos vous votre vos il elle ils elles lui leur leurs tu te ton ta tes on ce cet " +
    "cette ces qui que quoi quel quelle quels quelles quand où pourquoi comment combien tout tous toute toutes plus dit écrit bonjour merci " +
    "el la los las un una unos unas y o pero no ni al del de en con por para sin sobre entre desde hasta es son era eran ser estar está " +
    "están estaba he has ha hemos han había yo me mi mis nosotros nos nuestro nuestra usted ustedes su sus tú te tu tus él ella ellos ellas " +
    "lo le les se que qué quién quien cuál cuándo dónde por qué cómo cuánto cuánta cuántos cuántas todo todos más dijo escribió hola gracias")
    .split(" "),
);

/** Light stemming: what remains when plural and verb endings are cut; the same for question and answer is all that matters. */
export function stem(word: string): string {
  const plain = word.normalize("NFKD").replace(/\p{M}/gu, "");
  const cut = plain.replace(/(?:ungen|ung|ings?|ments?|ies|ern|en|er|es|ed|s|e|n|t)$/u, "");
  return cut.length >= 3 ? cut : plain;
}

/** Stems in the order of the text, each once. */
export function contentWords(text: string, maxCount = 40): string[] {
  const found = (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => !EMPTY.has(word) && (word.length >= 3 || /\d/.test(word)));
  return [...new Set(found.map(stem))].slice(0, maxCount);
}

/** Words as written, without the empty ones, the frequent ones first. */
export function frequentWords(texts: string[], least: number, count: number): string[] {
  const seen = new Map<string, { word: string; texts: number }>();
  for (const text of texts) {
    const words = new Map<string, string>();
    for (const word of text.match(/\p{L}[\p{L}\p{N}-]{3,}/gu) ?? []) {
      const lower = word.toLowerCase();
      if (!EMPTY.has(lower)) words.set(stem(lower), lower);
    }
    for (const [key, word] of words) {
      const known = seen.get(key);
      seen.set(key, { word: known?.word ?? word, texts: (known?.texts ?? 0) + 1 });
    }
  }
  return [...seen.values()].filter(({ texts }) => texts >= least)
    .sort((one, other) => other.texts - one.texts || one.word.localeCompare(other.word))
    .slice(0, count).map(({ word }) => word);
}
