/** The lab's Gmail, read and changed by Google's own client. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { gmail_v1 } from "@googleapis/gmail";
import {
  type GoogleLab,
  type LabMailbox,
  startGoogleLab,
} from "../../../scripts/local/emulators/google-lab/lab.ts";
import { gmailClient } from "../../emulators/gmail-client.ts";
import { base64Url, plainMail } from "./mails.ts";

let lab: GoogleLab;
let ada: LabMailbox;
let gmail: gmail_v1.Gmail;
const me = { userId: "me" };

beforeEach(async () => {
  lab = await startGoogleLab({ standsAt: new Date("2026-11-20T09:00:00Z") });
  ada = lab.addMailbox({ address: "ada@acme.test", name: "Ada Okafor" });
  gmail = gmailClient(lab.url, ada.accessToken);
});
afterEach(() => lab.close());

const refused = (call: Promise<unknown>) =>
  call.then(
    () => null,
    (error) => ({ status: error.status, reason: error.response?.data?.error?.errors?.[0]?.reason }),
  );

describe("NEW-15 messages", () => {
  test("list() pages newest first, and a mail that arrives between pages shifts nothing", async () => {
    const ids: string[] = [];
    for (let number = 1; number <= 5; number++) {
      ids.unshift(ada.receive(plainMail({ subject: `Mail ${number}` })).id);
      await lab.clock.advance(1000);
    }
    const first = (await gmail.users.messages.list({ ...me, maxResults: 2 })).data;
    ada.receive(plainMail({ subject: "Between" }));
    const pageToken = first.nextPageToken!;
    const second = (await gmail.users.messages.list({ ...me, maxResults: 2, pageToken })).data;
    const third = (await gmail.users.messages.list({
      ...me,
      maxResults: 2,
      pageToken: second.nextPageToken!,
    })).data;
    const all = [first, second, third].flatMap(({ messages }) => messages!.map(({ id }) => id));
    expect(all).toEqual(ids);
    expect(third.nextPageToken).toBeUndefined();
    expect(ids.every((id) => /^[0-9a-f]{16}$/.test(id))).toBe(true);
    expect(await refused(gmail.users.messages.list({ ...me, q: "is:unread", pageToken })))
      .toEqual({ status: 400, reason: "invalidArgument" });
  });

  test("an empty list has no `messages`", async () => {
    expect((await gmail.users.messages.list(me)).data).toEqual({ resultSizeEstimate: 0 });
  });

  test.each([
    ["rfc822msgid:two@globex.test", ["two"]],
    ["rfc822msgid:<TWO@globex.test>", ["two"]],
    ["is:unread", ["two", "one"]],
    ["in:sent", ["three"]],
    ["in:trash", ["four"]],
    ["label:late-payers", ["two"]],
    ["from:bob@globex.test -is:unread", ["three"]],
    ["after:1795165200 before:1795165380", ["two", "one"]],
    ["after:2026/11/20", ["three", "two", "one"]],
    ["before:2026/11/20", []],
    ["in:anywhere subject:invoice", ["four", "two"]],
    ['"Grüße aus Pune"', ["one"]],
    ["{subject:pilot in:sent}", ["three", "one"]],
  ])("list(q: %s)", async (q, expected) => {
    const label = ada.gmail.labels.create({ name: "Late payers" });
    const add = (
      name: string,
      minutes: number,
      labelIds: string[],
      subject: string,
      body = "Hello",
    ) =>
      ada.receive(plainMail({ messageId: `${name}@globex.test`, subject, body }), {
        labelIds,
        at: new Date(Date.UTC(2026, 10, 20, 9, minutes)),
      });
    add("one", 1, ["INBOX", "UNREAD"], "Pilot", "Grüße aus Pune");
    add("two", 2, ["INBOX", "UNREAD", label.id], "Invoice 1");
    add("three", 3, ["SENT"], "Other");
    add("four", 4, ["TRASH"], "Invoice 2");
    await lab.clock.advance(60_000 * 60);
    const { data } = await gmail.users.messages.list({ ...me, q });
    const names = (data.messages ?? []).map(({ id }) =>
      ada.gmail.get(id!).facts.messageId!.split("@")[0]
    );
    expect(names).toEqual(expected);
  });

  test("get() has a tree of decoded parts, and attachment ids that change", async () => {
    const raw = [
      "From: =?utf-8?q?J=C3=B6rg?= <joerg@globex.test>",
      "Subject: =?iso-8859-1?Q?Angebot_f=FCr_Pune?=",
      "Content-Type: multipart/mixed; boundary=outer",
      "",
      "--outer",
      "Content-Type: multipart/alternative; boundary=inner",
      "",
      "--inner",
      "Content-Type: text/plain; charset=iso-8859-1",
      "Content-Transfer-Encoding: quoted-printable",
      "",
      "Gr=FC=DFe",
      "--inner--",
      "--outer",
      "Content-Type: application/pdf; name=offer.pdf",
      "Content-Transfer-Encoding: base64",
      "",
      "AAEC",
      "--outer--",
      "",
    ].join("\r\n");
    const { id } = ada.receive(raw);
    const get = async () => (await gmail.users.messages.get({ ...me, id })).data.payload!;
    const payload = await get();
    expect(payload.headers!.slice(0, 2).map(({ value }) => value)).toEqual([
      "Jörg <joerg@globex.test>",
      "Angebot für Pune",
    ]);
    const [alternative, pdf] = payload.parts!;
    expect(alternative!.parts![0]).toMatchObject({ partId: "0.0", mimeType: "text/plain" });
    expect(Buffer.from(alternative!.parts![0]!.body!.data!, "base64url").toString()).toBe("Grüße");
    expect(pdf).toMatchObject({ partId: "1", filename: "offer.pdf", body: { size: 3 } });
    expect(pdf!.body!.data).toBeUndefined();
    const again = (await get()).parts![1]!.body!.attachmentId!;
    expect(again).not.toBe(pdf!.body!.attachmentId);
    for (const attachmentId of [again, pdf!.body!.attachmentId!]) {
      const { data } = await gmail.users.messages.attachments.get({
        ...me,
        messageId: id,
        id: attachmentId,
      });
      expect(data).toEqual({ size: 3, data: "AAEC" });
    }
    const metadata = await gmail.users.messages.get({
      ...me,
      id,
      format: "metadata",
      metadataHeaders: ["subject"],
    });
    expect(metadata.data.payload).toEqual({
      mimeType: "multipart/mixed",
      headers: [{ name: "Subject", value: "Angebot für Pune" }],
    });
    const whole = await gmail.users.messages.get({ ...me, id, format: "raw" });
    expect(Buffer.from(whole.data.raw!, "base64url").toString()).toBe(raw);
  });
});

describe("NEW-15 history", () => {
  const types = async (startHistoryId: string, query: object = {}) => {
    const { data } = await gmail.users.history.list({ ...me, startHistoryId, ...query });
    return (data.history ?? []).flatMap((record) =>
      Object.keys(record).filter((key) => !["id", "messages"].includes(key))
    );
  };
  const current = async () => (await gmail.users.getProfile(me)).data.historyId!;

  test("tells every kind of change once and in order, and a number that grows in steps", async () => {
    const before = await current();
    const { id } = ada.receive(plainMail());
    const read = { removeLabelIds: ["UNREAD"], addLabelIds: ["STARRED"] };
    await gmail.users.messages.modify({ ...me, id, requestBody: read });
    await gmail.users.messages.trash({ ...me, id });
    await gmail.users.messages.delete({ ...me, id });
    expect(await types(before)).toEqual([
      "messagesAdded",
      "labelsAdded",
      "labelsRemoved",
      "labelsAdded",
      "labelsRemoved",
      "messagesDeleted",
    ]);
    expect(await types(before, { historyTypes: ["messageDeleted"] })).toEqual(["messagesDeleted"]);
    expect(await types(before, { historyTypes: ["messagesDeleted"] })).toEqual([]);
    expect(await types(await current())).toEqual([]);
    expect(BigInt(await current()) - BigInt(before)).toBeGreaterThan(4n);
    expect(await refused(gmail.users.messages.get({ ...me, id })))
      .toEqual({ status: 404, reason: "notFound" });
  });

  test("pages, and answers the newest id on every page", async () => {
    const startHistoryId = await current();
    for (let number = 0; number < 5; number++) ada.receive(plainMail());
    const seen: string[] = [];
    let pageToken: string | undefined;
    do {
      const { data }: { data: gmail_v1.Schema$ListHistoryResponse } = await gmail.users.history
        .list({ ...me, startHistoryId, maxResults: 2, pageToken });
      expect(data.historyId).toBe(await current());
      seen.push(...data.history!.map(({ id }) => id!));
      pageToken = data.nextPageToken ?? undefined;
    } while (pageToken);
    expect(seen).toHaveLength(5);
    expect(seen).toEqual([...seen].sort((a, b) => Number(a) - Number(b)));
  });

  test("an id older than a week is 404, the newest still serves", async () => {
    const old = await current();
    ada.receive(plainMail());
    await lab.clock.advance(8 * 86_400_000);
    expect(await refused(types(old))).toEqual({ status: 404, reason: "notFound" });
    expect(await types(await current())).toEqual([]);
  });
});

describe("NEW-15 sending", () => {
  const send = async (raw: string, threadId?: string) =>
    (await gmail.users.messages.send({ ...me, requestBody: { raw: base64Url(raw), threadId } }))
      .data;
  const reply = plainMail({
    from: "Ada Okafor <ada@acme.test>",
    to: "bob@globex.test",
    subject: "Re: Pilot",
    messageId: "own-1@acme.test",
    inReplyTo: "pilot-1@globex.test",
  });

  test("keeps the Message-ID, joins the thread by its references and reaches others in the lab", async () => {
    const bob = lab.addMailbox({ address: "bob@globex.test" });
    const { threadId } = ada.receive(plainMail({ messageId: "pilot-1@globex.test" }));
    const sent = await send(reply);
    expect(sent).toMatchObject({ threadId, labelIds: ["SENT"] });
    expect(ada.gmail.get(sent.id!).facts.messageId).toBe("own-1@acme.test");
    expect([...bob.gmail.newest()].map(({ labelIds }) => [...labelIds])).toEqual([[
      "UNREAD",
      "INBOX",
    ]]);
  });

  test("another subject or an unknown reference begins a thread; an unknown thread is 404", async () => {
    const { threadId } = ada.receive(plainMail({ messageId: "pilot-1@globex.test" }));
    const other = await send(reply.replace("Re: Pilot", "Something else"));
    expect(other.threadId).not.toBe(threadId);
    const unknown = await send(reply.replaceAll("pilot-1@", "elsewhere@"));
    expect(unknown.threadId).not.toBe(threadId);
    expect(await refused(send(reply, "ffffffffffffffff"))).toEqual({
      status: 404,
      reason: "notFound",
    });
    expect(await refused(send(reply.replace(/^To:.*\r\n/m, "")))).toMatchObject({ status: 400 });
  });

  test("with the fault on, Gmail's Message-ID takes the place of ours", async () => {
    const fault = lab.faults.add({ kind: "rewrite_message_id" });
    const { id } = await send(reply);
    const { data } = await gmail.users.messages.get({ ...me, id: id! });
    const header = (name: string) =>
      data.payload!.headers!.find((one) => one.name!.toLowerCase() === name)?.value;
    expect(header("message-id")).toMatch(/^<CA[\w-]+@mail\.gmail\.com>$/);
    expect(header("x-google-original-message-id")).toBe("<own-1@acme.test>");
    expect(fault.happened).toBe(1);
  });
});

test("NEW-15 drafts are messages until they are sent", async () => {
  const raw = base64Url(plainMail({ from: "ada@acme.test", to: "bob@globex.test" }));
  const { data: draft } = await gmail.users.drafts.create({
    ...me,
    requestBody: { message: { raw } },
  });
  const { data: changed } = await gmail.users.drafts.update({
    ...me,
    id: draft.id!,
    requestBody: { message: { raw } },
  });
  expect(changed.id).toBe(draft.id);
  expect(changed.message!.id).not.toBe(draft.message!.id);
  expect((await gmail.users.messages.list({ ...me, q: "in:drafts" })).data.messages).toHaveLength(
    1,
  );
  const { data: sent } = await gmail.users.drafts.send({ ...me, requestBody: { id: draft.id } });
  expect(sent.labelIds).toEqual(["SENT"]);
  expect((await gmail.users.drafts.list(me)).data.drafts).toBeUndefined();
});

test("NEW-15 labels: system ones stay, own ones count, a deleted one leaves its mails", async () => {
  const { data: label } = await gmail.users.labels.create({ ...me, requestBody: { name: "Pune" } });
  const { id } = ada.receive(plainMail());
  await gmail.users.threads.modify({ ...me, id, requestBody: { addLabelIds: [label.id!] } });
  const { data } = await gmail.users.labels.get({ ...me, id: label.id! });
  expect(data).toMatchObject({
    type: "user",
    messagesTotal: 1,
    messagesUnread: 1,
    threadsTotal: 1,
  });
  expect(await refused(gmail.users.labels.create({ ...me, requestBody: { name: "pune" } })))
    .toMatchObject({ status: 409 });
  const sent = { addLabelIds: ["SENT"] };
  expect(await refused(gmail.users.messages.modify({ ...me, id, requestBody: sent })))
    .toMatchObject({ status: 400 });
  await gmail.users.labels.delete({ ...me, id: label.id! });
  expect((await gmail.users.messages.get({ ...me, id })).data.labelIds).toEqual([
    "UNREAD",
    "INBOX",
  ]);
});
