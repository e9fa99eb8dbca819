import { FakeMailProvider } from "../emulators/fake-mail-provider.ts";
import { mailProviderContract, type MailWorld, reply } from "./mail-provider.contract.ts";
import { readMail } from "./read-mail.ts";

mailProviderContract("the fake", async () => {
  const provider = new FakeMailProvider();
  const world: MailWorld = {
    provider,
    original: {
      internetMessageId: "<original@acme.test>",
      providerThreadId: "thread-1",
      subject: "RE: Re: Handover of the night shift",
    },
    failNextSend: (fault) => provider.failNextSend(fault),
    accepted: () =>
      Promise.all(
        provider.stored().slice(1).map(async (mail) => ({ ...mail, ...await readMail(mail.raw) })),
      ),
    close: () => Promise.resolve(),
  };
  await provider.send(reply(world, {
    internetMessageId: world.original.internetMessageId,
    inReplyTo: null,
    providerThreadId: null,
    replyToMessageId: null,
  }));
  return world;
});
