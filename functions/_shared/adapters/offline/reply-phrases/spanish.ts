import type { ReplyPhrases } from "./reply-phrases.ts";

export const spanish: ReplyPhrases = {
  opening: {
    warm: "Muchas gracias por el mensaje, me ha alegrado leerlo.",
    professional: "Gracias por el mensaje.",
    urgent: "Gracias, respondo enseguida.",
    concise: "",
  },
  answers: {
    meeting_at: {
      warm: "Me viene muy bien {day}, ¡qué ganas!",
      professional: "Me viene bien {day}. Lo anoto en mi calendario.",
      urgent:
        "Me viene bien {day}. Agradecería una confirmación hoy mismo, para reservar ese momento.",
      concise: "Me viene bien {day}.",
    },
    meeting_choice: {
      warm: "De los momentos propuestos, me vendría mejor [[{days}]], ¡qué ganas!",
      professional:
        "De las opciones propuestas, me viene bien [[{days}]]. Lo anoto en mi calendario.",
      urgent:
        "Me viene bien [[{days}]]. Agradecería una confirmación hoy mismo, para reservar ese momento.",
      concise: "Me viene bien [[{days}]].",
    },
    meeting: {
      warm: "¡Con mucho gusto! ¿Qué día y a qué hora vendría mejor?",
      professional: "Con gusto lo organizamos. ¿Qué dos o tres momentos serían posibles?",
      urgent: "Conviene resolverlo pronto. ¿Qué hora sería posible hoy o mañana?",
      concise: "Con gusto. ¿Qué día y a qué hora?",
    },
    send_by: {
      warm: "Por supuesto, me ocupo con gusto y lo envío antes de {day}.",
      professional: "Me ocupo de ello y lo envío antes de {day}.",
      urgent: "Estoy en ello: estará listo antes de {day}.",
      concise: "Hecho, antes de {day}.",
    },
    send: {
      warm: "Por supuesto, me ocupo con gusto y lo envío antes de [[día]].",
      professional: "Lo envío antes de [[día]].",
      urgent: "Estoy en ello: estará listo antes de [[día]].",
      concise: "Lo envío antes de [[día]].",
    },
    question: {
      warm: "A la pregunta «{quote}» respondo con gusto: [[{gap}]]",
      professional: "Respecto a la pregunta «{quote}»: [[{gap}]]",
      urgent: "A la pregunta «{quote}», mi respuesta inmediata: [[{gap}]]",
      concise: "«{quote}»: [[{gap}]]",
    },
    problem: {
      warm: "Lamento mucho las molestias. Me ocupo personalmente y escribo en cuanto sepa más.",
      professional:
        "Pido disculpas por las molestias. Reviso el asunto y vuelvo con una respuesta.",
      urgent: "Lo siento mucho. Me ocupo ahora mismo y respondo hoy.",
      concise: "Lo siento. Me ocupo y escribo.",
    },
    thanks: {
      warm: "¡Ha sido un verdadero placer!",
      professional: "De nada. Quedo a disposición para cualquier otra cuestión.",
      urgent: "De nada. Si algo más corre prisa, agradecería saberlo hoy.",
      concise: "De nada.",
    },
    news: {
      warm: "¡Es bueno saberlo! Lo he leído todo y escribo si tengo preguntas.",
      professional: "Tomo nota y escribo si surge alguna pregunta.",
      urgent: "Leído, me ocupo hoy mismo.",
      concise: "Tomo nota.",
    },
  },
  unquoted: {
    warm: "Respondo con gusto: [[{gap}]]",
    professional: "Esta es mi respuesta: [[{gap}]]",
    urgent: "Mi respuesta inmediata: [[{gap}]]",
    concise: "[[{gap}]]",
  },
  yes: {
    warm: "Sí, con mucho gusto, nos viene bien.",
    professional: "Sí, estamos de acuerdo.",
    urgent: "Sí, de acuerdo. Por favor, adelante cuanto antes.",
    concise: "Sí, de acuerdo.",
  },
  no: {
    warm: "Lo siento, esta vez no nos es posible. Espero que se entienda.",
    professional: "Lamentablemente no nos es posible.",
    urgent: "Debo decir enseguida que no nos es posible.",
    concise: "Lo siento, no nos es posible.",
  },
  parting: {
    warm: "Si queda cualquier cosa, basta un mensaje.",
    professional: "Quedo a disposición para cualquier pregunta.",
    urgent: "",
    concise: "",
  },
  gap: "completar la respuesta",
  beforeDay: /^(?:a|para|antes del?|hasta)\s+/i,
  day: (words) =>
    /^(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo|\d{1,2} de)/iu.test(words)
      ? `el ${words}`
      : words,
};
