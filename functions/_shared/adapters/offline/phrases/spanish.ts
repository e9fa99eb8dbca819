import type { Phrases } from "./phrases.ts";

const SMALL = ["", "un", "dos", "tres", "cuatro", "cinco", "seis"];

export const spanish: Phrases = {
  greeting: "Hola, {name}:",
  greetingWithoutName: "Hola:",
  ago(days) {
    if (days < 1) return "de hoy";
    if (days < 2) return "de ayer";
    if (days < 7) return `de hace ${SMALL[days]} días`;
    if (days < 14) return "de la semana pasada";
    if (days < 28) return `de hace ${SMALL[Math.floor(days / 7)]} semanas`;
    if (days < 60) return "de hace más o menos un mes";
    return days < 180 ? `de hace ${SMALL[Math.floor(days / 30)]} meses` : "de hace algunos meses";
  },
  question: [
    "Quería retomar mi pregunta {ago}: «{quote}»",
    "Vuelvo una vez más a mi pregunta {ago}: «{quote}»",
    "Un breve recordatorio de mi pregunta {ago}: «{quote}»",
  ],
  statement: [
    "Quería retomar mi último mensaje {ago}: «{quote}»",
    "Vuelvo una vez más a mi mensaje {ago}: «{quote}»",
    "Un breve recordatorio de mi mensaje {ago}: «{quote}»",
  ],
  topic: [
    "Quería retomar mi mensaje {ago} sobre «{subject}».",
    "Vuelvo una vez más a mi mensaje {ago} sobre «{subject}».",
    "Un breve recordatorio de mi mensaje {ago} sobre «{subject}».",
  ],
  mail: [
    "Quería retomar mi mensaje {ago}.",
    "Vuelvo una vez más a mi mensaje {ago}.",
    "Un breve recordatorio de mi mensaje {ago}.",
  ],
  tones: {
    warm: {
      opening: [
        "Espero que la semana vaya bien.",
        "Espero que todo vaya bien; un mensaje se pierde pronto entre tantos.",
        "Sé que son días de mucho trabajo, así que seré breve.",
      ],
      request: [
        "Cuando sea posible, unas palabras sobre cómo está el tema me ayudarían mucho.",
        "Una sola línea ya me ayudaría a organizarme, y con gusto aclaro cualquier duda.",
        "Si no es buen momento, basta con decírmelo y vuelvo más adelante.",
      ],
      closing: "Un cordial saludo",
    },
    professional: {
      opening: ["", "", ""],
      request: [
        "¿Hay novedades al respecto?",
        "¿Falta algo por mi parte para poder responder?",
        "¿Sigue siendo un tema de interés, o conviene que pregunte a otra persona?",
      ],
      closing: "Saludos cordiales",
    },
    urgent: {
      opening: ["", "Todavía no he tenido respuesta.", "Me sigue faltando una respuesta."],
      request: [
        "Sin esa respuesta no puedo avanzar. ¿Sería posible tenerla hoy o mañana?",
        "Todo lo demás depende de esa respuesta. ¿Sería posible tenerla hoy?",
        "Agradecería una respuesta hoy, aunque sea un no, o saber quién lo decide.",
      ],
      closing: "Muchas gracias",
    },
    concise: {
      opening: ["", "", ""],
      request: ["¿Hay novedades?", "¿Hay ya una respuesta?", "¿Sí, no o más adelante?"],
      closing: "Gracias",
    },
  },
};
