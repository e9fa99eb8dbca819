/** Reads a mail back with another library than the one that wrote it. */
import PostalMime from "postal-mime";

export async function readMail(
  raw: Uint8Array,
): Promise<{ headers: Record<string, string>; text: string }> {
  const mail = await PostalMime.parse(raw);
  const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]));
  return { headers, text: (mail.text ?? "").replaceAll("\r\n", "\n") };
}
