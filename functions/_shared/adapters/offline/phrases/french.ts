import type { Phrases } from "./phrases.ts";

const SMALL = ["", "un", "deux", "trois", "quatre", "cinq", "six"];

export const french: Phrases = {
  greeting: "Bonjour {name},",
  greetingWithoutName: "Bonjour,",
  ago(days) {
    if (days < 1) return "d’aujourd’hui";
    if (days < 2) return "d’hier";
    if (days < 7) return `d’il y a ${SMALL[days]} jours`;
    if (days < 14) return "de la semaine dernière";
    if (days < 28) return `d’il y a ${SMALL[Math.floor(days / 7)]} semaines`;
    if (days < 60) return "d’il y a environ un mois";
    return days < 180 ? `d’il y a ${SMALL[Math.floor(days / 30)]} mois` : "d’il y a quelques mois";
  },
  question: [
    "Je souhaite revenir sur ma question {ago} : « {quote} »",
    "Je reviens encore une fois sur ma question {ago} : « {quote} »",
    "Un bref rappel de ma question {ago} : « {quote} »",
  ],
  statement: [
    "Je souhaite revenir sur mon dernier message {ago} : « {quote} »",
    "Je reviens encore une fois sur mon message {ago} : « {quote} »",
    "Un bref rappel de mon message {ago} : « {quote} »",
  ],
  topic: [
    "Je souhaite revenir sur mon message {ago} au sujet de « {subject} ».",
    "Je reviens encore une fois sur mon message {ago} au sujet de « {subject} ».",
    "Un bref rappel de mon message {ago} au sujet de « {subject} ».",
  ],
  mail: [
    "Je souhaite revenir sur mon message {ago}.",
    "Je reviens encore une fois sur mon message {ago}.",
    "Un bref rappel de mon message {ago}.",
  ],
  tones: {
    warm: {
      opening: [
        "J’espère que la semaine se passe bien.",
        "J’espère que tout va bien ; un message se perd vite dans la pile.",
        "Je sais que les journées sont chargées, voici donc l’essentiel.",
      ],
      request: [
        "Un petit retour, dès que possible, m’aiderait beaucoup.",
        "Même une seule ligne m’aiderait à m’organiser, et je réponds volontiers aux questions.",
        "Si ce n’est pas le bon moment, un simple mot suffit et je reviendrai plus tard.",
      ],
      closing: "Bien à vous",
    },
    professional: {
      opening: ["", "", ""],
      request: [
        "Serait-il possible d’avoir un retour à ce sujet ?",
        "Manque-t-il un élément de mon côté pour répondre ?",
        "Le sujet est-il toujours d’actualité, ou faut-il s’adresser à une autre personne ?",
      ],
      closing: "Cordialement",
    },
    urgent: {
      opening: ["", "Je n’ai pas encore eu de réponse.", "Il me manque toujours une réponse."],
      request: [
        "Je ne peux pas avancer sans cette réponse : serait-il possible de l’avoir aujourd’hui ou demain ?",
        "Toute la suite dépend de cette réponse : serait-il possible de l’avoir aujourd’hui ?",
        "Merci de répondre aujourd’hui, même par un non, ou de m’indiquer qui décide.",
      ],
      closing: "Merci d’avance",
    },
    concise: {
      opening: ["", "", ""],
      request: ["Du nouveau ?", "Y a-t-il déjà une réponse ?", "Oui, non ou plus tard ?"],
      closing: "Merci",
    },
  },
};
