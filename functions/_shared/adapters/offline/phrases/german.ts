import type { GermanAddress } from "../../../domain/text/german-address.ts";
import type { Phrases } from "./phrases.ts";

const SMALL = ["", "einem", "zwei", "drei", "vier", "fünf", "sechs"];

const WELL: Record<GermanAddress, string> = {
  formal: "es geht Ihnen gut",
  familiar: "es geht dir gut",
  unclear: "es läuft alles gut",
};

export const german = (address: GermanAddress): Phrases => ({
  // "Guten Tag Bob Müller," is formal and needs no "Herr" or "Frau", which a name does not tell.
  greeting: address === "formal" ? "Guten Tag {fullName}," : "Hallo {name},",
  greetingWithoutName: "Guten Tag,",
  ago(days) {
    if (days < 1) return "von heute";
    if (days < 2) return "von gestern";
    if (days < 7) return `von vor ${SMALL[days]} Tagen`;
    if (days < 14) return "von letzter Woche";
    if (days < 28) return `von vor ${SMALL[Math.floor(days / 7)]} Wochen`;
    if (days < 60) return "von vor etwa einem Monat";
    return days < 180
      ? `von vor ${SMALL[Math.floor(days / 30)]} Monaten`
      : "von vor einigen Monaten";
  },
  question: [
    "ich möchte kurz auf meine Frage {ago} zurückkommen: „{quote}“",
    "ich komme noch einmal auf meine Frage {ago} zurück: „{quote}“",
    "nur eine kurze Erinnerung an meine Frage {ago}: „{quote}“",
  ],
  statement: [
    "ich möchte kurz auf meine letzte Nachricht {ago} zurückkommen: „{quote}“",
    "ich komme noch einmal auf meine Nachricht {ago} zurück: „{quote}“",
    "nur eine kurze Erinnerung an meine Nachricht {ago}: „{quote}“",
  ],
  topic: [
    "ich möchte kurz auf meine Nachricht {ago} zu „{subject}“ zurückkommen.",
    "ich komme noch einmal auf meine Nachricht {ago} zu „{subject}“ zurück.",
    "nur eine kurze Erinnerung an meine Nachricht {ago} zu „{subject}“.",
  ],
  mail: [
    "ich möchte kurz auf meine Nachricht {ago} zurückkommen.",
    "ich komme noch einmal auf meine Nachricht {ago} zurück.",
    "nur eine kurze Erinnerung an meine Nachricht {ago}.",
  ],
  tones: {
    warm: {
      opening: [
        "ich hoffe, die Woche läuft gut.",
        `ich hoffe, ${WELL[address]}; im Alltag rutscht eine Nachricht schnell nach unten.`,
        "ich weiß, dass gerade viel los ist, deshalb nur kurz.",
      ],
      request: [
        "Über eine kurze Rückmeldung zum Stand der Dinge würde ich mich sehr freuen.",
        "Schon eine Zeile würde mir beim Planen helfen. Fragen beantworte ich gern.",
        "Falls es gerade nicht passt, genügt ein kurzer Hinweis, dann melde ich mich später wieder.",
      ],
      closing: "Herzliche Grüße",
    },
    professional: {
      opening: ["", "", ""],
      request: [
        "Gibt es dazu schon einen Stand?",
        "Fehlt für eine Antwort noch etwas von meiner Seite?",
        "Ist das Thema noch aktuell, oder gibt es eine andere Ansprechperson?",
      ],
      closing: "Mit freundlichen Grüßen",
    },
    urgent: {
      opening: [
        "",
        "bisher habe ich noch keine Antwort.",
        "hier fehlt mir weiterhin eine Antwort.",
      ],
      request: [
        "Ohne Antwort kann ich nicht weitermachen. Ist eine Rückmeldung heute oder morgen möglich?",
        "Alles Weitere hängt an dieser Antwort. Ist eine Rückmeldung heute möglich?",
        "Bitte um Antwort noch heute, auch wenn sie Nein lautet. Entscheidet jemand anderes, bitte kurz sagen, wer.",
      ],
      closing: "Vielen Dank",
    },
    concise: {
      opening: ["", "", ""],
      request: ["Gibt es Neuigkeiten?", "Gibt es schon eine Antwort?", "Ja, nein oder später?"],
      closing: "Danke",
    },
  },
});
