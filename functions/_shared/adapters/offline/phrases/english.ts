import type { Phrases } from "./phrases.ts";

const SMALL = ["", "one", "two", "three", "four", "five", "six"];

export const english: Phrases = {
  greeting: "Hi {name},",
  greetingWithoutName: "Hello,",
  ago(days) {
    if (days < 1) return "earlier today";
    if (days < 2) return "yesterday";
    if (days < 7) return `${SMALL[days]} days ago`;
    if (days < 14) return "last week";
    if (days < 28) return `${SMALL[Math.floor(days / 7)]} weeks ago`;
    if (days < 60) return "about a month ago";
    return days < 180 ? `${SMALL[Math.floor(days / 30)]} months ago` : "some months ago";
  },
  question: [
    "I wanted to come back to what I asked {ago}: “{quote}”",
    "I am coming back once more to what I asked {ago}: “{quote}”",
    "A short reminder of what I asked {ago}: “{quote}”",
  ],
  statement: [
    "I wanted to come back to my last message from {ago}: “{quote}”",
    "I am coming back once more to my message from {ago}: “{quote}”",
    "A short reminder of my message from {ago}: “{quote}”",
  ],
  topic: [
    "I wanted to come back to my mail from {ago} about “{subject}”.",
    "I am coming back once more to my mail from {ago} about “{subject}”.",
    "A short reminder of my mail from {ago} about “{subject}”.",
  ],
  mail: [
    "I wanted to come back to my mail from {ago}.",
    "I am coming back once more to my mail from {ago}.",
    "A short reminder of my mail from {ago}.",
  ],
  tones: {
    warm: {
      opening: [
        "I hope your week is going well.",
        "I hope you are well. I know how quickly a mail slips down the list.",
        "I know there is a lot going on, so I will keep this short.",
      ],
      request: [
        "Whenever you have a moment, a short note on where you stand would help me a lot.",
        "Even one line would help me plan. If anything is unclear, I am glad to explain.",
        "If now is not the right time, just tell me and I will come back later.",
      ],
      closing: "Warm regards",
    },
    professional: {
      opening: ["", "", ""],
      request: [
        "Could you let me know where this stands?",
        "Could you let me know whether you need anything from me to answer?",
        "Please let me know whether this is still relevant for you, or who else I should ask.",
      ],
      closing: "Best regards",
    },
    urgent: {
      opening: ["", "I have not heard back yet.", "I still need an answer here."],
      request: [
        "I can only go on with your answer, so could you reply today or tomorrow?",
        "Your answer is what everything else is waiting for. Could you reply today?",
        "Please reply today, even if the answer is no. If somebody else decides this, please tell me who.",
      ],
      closing: "Many thanks",
    },
    concise: {
      opening: ["", "", ""],
      request: ["Any news?", "Is there an answer yet?", "Yes, no, or later?"],
      closing: "Thanks",
    },
  },
};
