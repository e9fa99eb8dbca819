import type { ReplyPhrases } from "./reply-phrases.ts";

export const english: ReplyPhrases = {
  opening: {
    warm: "Thank you for your message, it is good to hear from you.",
    professional: "Thank you for your message.",
    urgent: "Thank you, I am answering at once.",
    concise: "",
  },
  answers: {
    meeting_at: {
      warm: "{day} works well for me, and I am looking forward to it.",
      professional: "{day} works for me. I will put it in my calendar.",
      urgent: "{day} works for me. Please confirm today, so that I can keep it free.",
      concise: "{day} works for me.",
    },
    meeting_choice: {
      warm:
        "Of the times you suggest, [[{days}]] would suit me best, and I am looking forward to it.",
      professional: "Of the times proposed, [[{days}]] suits me. I will put it in my calendar.",
      urgent: "[[{days}]] suits me. Please confirm today, so that I can keep it free.",
      concise: "[[{days}]] works.",
    },
    meeting: {
      warm: "I would be glad to talk. Which day and time would suit you best?",
      professional:
        "I am happy to arrange this. Could you propose two or three times that suit you?",
      urgent: "Let us settle this soon. Could you send me a time for today or tomorrow?",
      concise: "Gladly. Which day and time suit you?",
    },
    send_by: {
      warm: "Of course, I will take care of it and get it to you by {day}.",
      professional: "I will take care of this and get it to you by {day}.",
      urgent: "I am on it. You will have it by {day}.",
      concise: "Will do, by {day}.",
    },
    send: {
      warm: "Of course, I am happy to. You will have it by [[day]].",
      professional: "I will send it to you by [[day]].",
      urgent: "I am on it. You will have it by [[day]].",
      concise: "Will do, by [[day]].",
    },
    question: {
      warm: "You asked: “{quote}” I am happy to answer: [[{gap}]]",
      professional: "Regarding your question “{quote}”: [[{gap}]]",
      urgent: "To your question “{quote}” at once: [[{gap}]]",
      concise: "“{quote}”: [[{gap}]]",
    },
    problem: {
      warm:
        "I am sorry about the trouble this has caused you. I am looking into it myself and will come back to you as soon as I know more.",
      professional:
        "I apologise for the inconvenience. I am looking into the matter and will report back to you.",
      urgent:
        "I am sorry about this. I am looking into it right now and will get back to you today.",
      concise: "Sorry about that. I am looking into it and will get back to you.",
    },
    thanks: {
      warm: "You are very welcome, I was glad to help.",
      professional: "You are welcome. Please get in touch whenever anything else comes up.",
      urgent: "You are welcome. If anything else is pressing, please tell me today.",
      concise: "You are welcome.",
    },
    news: {
      warm:
        "That is good to know. I have read it and will come back to you if I have any questions.",
      professional: "I have taken note of it and will come back to you with any questions.",
      urgent: "I have read it and will deal with it today.",
      concise: "Noted.",
    },
  },
  unquoted: {
    warm: "I am happy to answer: [[{gap}]]",
    professional: "To answer your question: [[{gap}]]",
    urgent: "My answer at once: [[{gap}]]",
    concise: "[[{gap}]]",
  },
  yes: {
    warm: "Yes, gladly. That works for us.",
    professional: "Yes, we agree to this.",
    urgent: "Yes, agreed. Please go ahead at once.",
    concise: "Yes, agreed.",
  },
  no: {
    warm: "I am sorry, but this is not possible for us this time. I hope you understand.",
    professional: "Unfortunately, this is not possible for us.",
    urgent: "I have to tell you right away that this is not possible for us.",
    concise: "Sorry, not possible for us.",
  },
  parting: {
    warm: "If anything else comes to mind, just write to me.",
    professional: "Please let me know if you need anything further.",
    urgent: "",
    concise: "",
  },
  gap: "your answer",
  beforeDay: /^(?:on|at|by|for|before|until|this)\s+/i,
  day: (words) => words,
};
