import { expect, test } from "vitest";
import { bearsOut, type Evidence } from "../../../../functions/_shared/domain/prompts/bears-out.ts";

/** Sent on a Tuesday. */
const mail = (senderName: string, subject: string, text: string, more: Partial<Evidence> = {}) => ({
  subject,
  text,
  sentAt: "2026-11-24T11:30:00Z",
  direction: "inbound" as const,
  automaticKind: "human",
  senderName,
  recipients: [{ name: "Ada Lovelace" }],
  ...more,
});
const BOB = mail(
  "Bob Tanaka",
  "Pilot in Pune",
  "Hi Ada, we start the pilot in Pune with 1,200 sensors on Friday. The list of shift leads follows. Support is included. Can you confirm?",
);
const MIRA = mail(
  "Mira Olsen",
  "Angebot",
  "Hallo Ada, das Angebot gilt bis Donnerstag. Die Miete beträgt 4.200,50 Euro, also 12 % mehr. Jonas hat zugestimmt.",
);
const SOFIA = mail(
  "Sofía Ramírez",
  "Reunión sobre el contrato",
  "Hola Ada, ¿podemos vernos mañana a las 17:00 para hablar del contrato? El pedido es 20 41 77.",
);
const LEA = mail(
  "Léa Martin",
  "Facture",
  "Bonjour, la facture 2041 de trois mille euros est à payer avant le 27/11. Merci.",
);
const DESK = mail(
  "Support Desk",
  "Ticket",
  "Your ticket was closed. The support team, Wed evening.",
);
const OURS = mail("Ada Lovelace", "Re: Pilot", "Hi Bob, I will confirm soon.", {
  direction: "outbound",
  recipients: [{ name: "Bob Tanaka" }],
});
const ALL = [BOB, MIRA, SOFIA, LEA, DESK, OURS];

test.each<[Evidence[], string]>([
  [[BOB], "Bob starts the pilot on Friday and wants a confirmation."],
  [[BOB], "Bob Tanaka beginnt den Piloten am Freitag mit 1.200 Sensoren."],
  [[BOB], "On Tuesday Bob wrote that the pilot in Pune begins on Friday with 1200 sensors."],
  [[BOB], "Ada's answer is needed: two things are open."],
  [[BOB], "Support is part of the pilot."],
  [[BOB], "Le pilote commence vendredi à Pune."],
  [[BOB], "El piloto empieza el viernes con 1 200 sensores."],
  [[BOB], "Globex plans the pilot in India."],
  [[MIRA], "Mira's offer stands until Thursday; the rent is €4,200.50."],
  [[MIRA], "The rent is 4200 euros, 12% more, and Jonas agreed."],
  [[MIRA], "Das Angebot von Frau Olsen gilt bis Donnerstag."],
  [[MIRA], "L'offre est valable jusqu'à jeudi."],
  [[SOFIA], "Sofía wants to meet on Wednesday at 17:00 about the contract."],
  [[SOFIA], "Sofía proposes 5 pm on 2026-11-25 and names order 204177."],
  [[LEA], "Invoice 2041 over 3,000 euros is due by Friday, 27 November."],
  [[LEA], "Léa Martin asks for €3,000 before Friday."],
  [[DESK], "The ticket was closed on Wednesday evening."],
  [[OURS], "You told Bob on Tuesday that you will confirm."],
  [[BOB, MIRA], "Bob starts on Friday; Mira waits until Thursday."],
  [[BOB, OURS], "In 2026 Bob and Ada agreed to begin."],
])("NEW-11 PRM-2 an honest sentence in other words stands: %#", (cited, sentence) => {
  expect(bearsOut(sentence, cited, ALL)).toBe(true);
});

test.each<[Evidence[], string]>([
  [[BOB], "Mira starts the pilot on Friday."],
  [[BOB], "Sofía Ramírez promised the list of shift leads."],
  [[BOB], "The pilot starts on Monday."],
  [[BOB], "Der Pilot beginnt am Donnerstag."],
  [[BOB], "Le pilote commence lundi."],
  [[BOB], "The pilot has 12,000 sensors."],
  [[BOB], "The pilot costs 40 euros."],
  [[MIRA], "The rent is €2,400."],
  [[MIRA], "Die Miete steigt um 21 %."],
  [[MIRA], "Bob's offer stands until Thursday."],
  [[MIRA], "The offer stands until Saturday."],
  [[OURS], "You told Mira that you will confirm."],
])("NEW-11 PRM-2 what its messages do not bear out falls: %#", (cited, sentence) => {
  expect(bearsOut(sentence, cited, ALL)).toBe(false);
});
