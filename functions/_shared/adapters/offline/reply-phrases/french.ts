import type { ReplyPhrases } from "./reply-phrases.ts";

export const french: ReplyPhrases = {
  opening: {
    warm: "Merci beaucoup pour ce message, qui m’a fait plaisir.",
    professional: "Merci pour ce message.",
    urgent: "Merci, je réponds tout de suite.",
    concise: "",
  },
  answers: {
    meeting_at: {
      warm: "{day} me convient très bien, et je m’en réjouis.",
      professional: "{day} me convient. Je le note dans mon agenda.",
      urgent:
        "{day} me convient. Merci de confirmer dès aujourd’hui, pour que je garde ce moment libre.",
      concise: "{day} me convient.",
    },
    meeting_choice: {
      warm: "Parmi les moments proposés, [[{days}]] me conviendrait le mieux, et je m’en réjouis.",
      professional:
        "Parmi les créneaux proposés, [[{days}]] me convient. Je le note dans mon agenda.",
      urgent:
        "[[{days}]] me convient. Merci de confirmer dès aujourd’hui, pour que je garde ce moment libre.",
      concise: "[[{days}]] me convient.",
    },
    meeting: {
      warm: "Avec grand plaisir ! Quel jour et quelle heure seraient les plus commodes ?",
      professional:
        "Je suis à disposition pour en convenir. Quels seraient deux ou trois créneaux possibles ?",
      urgent: "Il faudrait régler cela vite. Quelle heure serait possible aujourd’hui ou demain ?",
      concise: "Volontiers. Quel jour, quelle heure ?",
    },
    send_by: {
      warm: "Bien sûr, je m’en occupe avec plaisir, pour {day} au plus tard.",
      professional: "Je m’en occupe et je l’envoie pour {day} au plus tard.",
      urgent: "Je m’en occupe : ce sera fait pour {day}.",
      concise: "Ce sera fait pour {day}.",
    },
    send: {
      warm: "Bien sûr, je m’en occupe avec plaisir, pour [[jour]] au plus tard.",
      professional: "Je l’envoie pour [[jour]] au plus tard.",
      urgent: "Je m’en occupe : ce sera fait pour [[jour]].",
      concise: "Ce sera fait pour [[jour]].",
    },
    question: {
      warm: "À la question « {quote} », je réponds volontiers : [[{gap}]]",
      professional: "Concernant la question « {quote} » : [[{gap}]]",
      urgent: "À la question « {quote} », ma réponse immédiate : [[{gap}]]",
      concise: "« {quote} » : [[{gap}]]",
    },
    problem: {
      warm:
        "Je suis vraiment navré pour ces désagréments. Je m’en occupe personnellement et je reviens avec des nouvelles dès que possible.",
      professional:
        "Je présente mes excuses pour ce désagrément. J’examine la question et je reviens avec une réponse.",
      urgent: "Toutes mes excuses. Je m’en occupe immédiatement et je réponds aujourd’hui même.",
      concise: "Toutes mes excuses. Je m’en occupe.",
    },
    thanks: {
      warm: "C’était un vrai plaisir !",
      professional: "Je vous en prie. Je reste à disposition pour toute autre question.",
      urgent: "De rien. Si autre chose presse, merci de le dire aujourd’hui.",
      concise: "De rien.",
    },
    news: {
      warm: "C’est bon à savoir ! J’ai tout lu et je reviens si j’ai des questions.",
      professional: "J’en ai bien pris note et je reviens en cas de question.",
      urgent: "C’est lu, et je m’en occupe aujourd’hui.",
      concise: "C’est noté.",
    },
  },
  unquoted: {
    warm: "Je réponds volontiers : [[{gap}]]",
    professional: "Voici ma réponse : [[{gap}]]",
    urgent: "Ma réponse immédiate : [[{gap}]]",
    concise: "[[{gap}]]",
  },
  yes: {
    warm: "Oui, avec plaisir, cela nous convient.",
    professional: "Oui, nous sommes d’accord.",
    urgent: "Oui, c’est d’accord, merci de commencer tout de suite.",
    concise: "Oui, d’accord.",
  },
  no: {
    warm:
      "Je suis désolé, ce n’est pas possible pour nous cette fois-ci. Merci de votre compréhension.",
    professional: "Malheureusement, ce n’est pas possible pour nous.",
    urgent: "Je dois le dire tout de suite : ce n’est pas possible pour nous.",
    concise: "Désolé, pas possible pour nous.",
  },
  parting: {
    warm: "S’il reste quoi que ce soit, un petit mot suffit.",
    professional: "Je reste à disposition pour toute question.",
    urgent: "",
    concise: "",
  },
  gap: "réponse à compléter",
  beforeDay: /^(?:à|pour|avant|d’ici|d'ici|jusqu’à|jusqu'à)\s+/i,
  day: (words) => words,
};
