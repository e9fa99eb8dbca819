import type { GermanAddress } from "../../../domain/text/german-address.ts";
import type { ReplyPhrases } from "./reply-phrases.ts";

const YOUR_MESSAGE: Record<GermanAddress, string> = {
  formal: "vielen Dank für Ihre Nachricht",
  familiar: "vielen Dank für deine Nachricht",
  unclear: "vielen Dank für die Nachricht",
};

export const german = (address: GermanAddress): ReplyPhrases => ({
  opening: {
    warm: `${YOUR_MESSAGE[address]}, ich habe mich darüber gefreut.`,
    professional: `${YOUR_MESSAGE[address]}.`,
    urgent: "danke, ich antworte gleich.",
    concise: "",
  },
  answers: {
    meeting_at: {
      warm: "{day} passt mir sehr gut, ich freue mich darauf.",
      professional: "{day} passt mir. Ich trage den Termin in meinen Kalender ein.",
      urgent:
        "{day} passt mir. Bitte noch heute kurz bestätigen, damit ich die Zeit freihalten kann.",
      concise: "{day} passt.",
    },
    meeting_choice: {
      warm: "Von den vorgeschlagenen Zeiten passt mir [[{days}]] am besten, ich freue mich darauf.",
      professional:
        "Von den vorgeschlagenen Terminen passt mir [[{days}]]. Ich trage ihn in meinen Kalender ein.",
      urgent:
        "[[{days}]] passt mir. Bitte noch heute kurz bestätigen, damit ich die Zeit freihalten kann.",
      concise: "[[{days}]] passt.",
    },
    meeting: {
      warm: "Sehr gern! Welcher Tag und welche Uhrzeit wären am angenehmsten?",
      professional:
        "Gern stimme ich einen Termin ab. Welche zwei oder drei Zeiten kommen in Frage?",
      urgent: "Das sollten wir rasch klären. Welche Uhrzeit passt heute oder morgen?",
      concise: "Gern. Welcher Tag, welche Uhrzeit?",
    },
    send_by: {
      warm: "Sehr gern, ich kümmere mich darum und schicke es bis {day}.",
      professional: "Ich kümmere mich darum und sende es bis {day} zu.",
      urgent: "Ich bin dabei, es kommt bis {day}.",
      concise: "Kommt bis {day}.",
    },
    send: {
      warm: "Sehr gern, ich schicke es bis [[Tag]].",
      professional: "Ich sende es bis [[Tag]] zu.",
      urgent: "Ich bin dabei, es kommt bis [[Tag]].",
      concise: "Kommt bis [[Tag]].",
    },
    question: {
      warm: "Zur Frage „{quote}“ antworte ich gern: [[{gap}]]",
      professional: "Zur Frage „{quote}“ kann ich Folgendes sagen: [[{gap}]]",
      urgent: "Zur Frage „{quote}“ gleich die Antwort: [[{gap}]]",
      concise: "„{quote}“: [[{gap}]]",
    },
    problem: {
      warm:
        "Es tut mir leid, dass es Ärger gegeben hat. Ich kümmere mich selbst darum und melde mich, sobald ich mehr weiß.",
      professional:
        "Ich bitte die Unannehmlichkeiten zu entschuldigen. Ich gehe der Sache nach und melde mich mit einem Ergebnis.",
      urgent: "Das tut mir leid. Ich kümmere mich sofort darum und melde mich noch heute.",
      concise: "Tut mir leid. Ich kümmere mich darum und melde mich.",
    },
    thanks: {
      warm: "Sehr gern geschehen, das hat mich gefreut.",
      professional: "Gern geschehen. Bei weiteren Fragen genügt eine kurze Nachricht.",
      urgent: "Gern geschehen. Ist noch etwas dringend, bitte heute melden.",
      concise: "Gern geschehen.",
    },
    news: {
      warm: "Gut zu wissen! Ich habe alles gelesen und melde mich, wenn ich Fragen habe.",
      professional: "Ich habe es zur Kenntnis genommen und melde mich bei Rückfragen.",
      urgent: "Ich habe es gelesen und kümmere mich noch heute darum.",
      concise: "Ist notiert.",
    },
  },
  unquoted: {
    warm: "Gern antworte ich darauf: [[{gap}]]",
    professional: "Zur Frage kann ich Folgendes sagen: [[{gap}]]",
    urgent: "Gleich die Antwort: [[{gap}]]",
    concise: "[[{gap}]]",
  },
  yes: {
    warm: "Ja, sehr gern, das passt für uns.",
    professional: "Ja, damit sind wir einverstanden.",
    urgent: "Ja, einverstanden. Bitte gleich loslegen.",
    concise: "Ja, einverstanden.",
  },
  no: {
    warm: "Leider ist das für uns diesmal nicht möglich. Ich hoffe auf Verständnis.",
    professional: "Leider ist das für uns nicht möglich.",
    urgent: "Ich muss gleich sagen, dass das für uns nicht möglich ist.",
    concise: "Leider nicht möglich.",
  },
  parting: {
    warm: "Falls noch etwas ist, genügt eine kurze Nachricht.",
    professional: "Für Rückfragen stehe ich gern zur Verfügung.",
    urgent: "",
    concise: "",
  },
  gap: "Antwort ergänzen",
  beforeDay: /^(?:am|um|bis|vor|zum|für|ab|spätestens)\s+/i,
  day: (words) => words,
});
