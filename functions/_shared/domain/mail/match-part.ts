/** Which file at the provider is the one we described. */
import type { PartFacts } from "../../ports/mail-attachments.ts";

type Alike = (one: PartFacts, other: PartFacts) => boolean;

const named: Alike = (one, other) => one.file_name !== null && one.file_name === other.file_name;
const typed: Alike = (one, other) =>
  one.file_name === other.file_name && one.content_type === other.content_type;
const same: Alike = (one, other) => typed(one, other) && one.byte_count === other.byte_count;

/**
 * A mail never changes, so of several that look alike the place among them tells. Name, type and size first; then without the
 * size (text is counted with other line ends, and of a long mail only the beginning was read), then by the name alone (providers
 * correct types).
 * @param ours all we described of the mail, in its order; `wanted` is one of them
 */
export function matchPart<Ours extends PartFacts, Theirs extends PartFacts>(
  wanted: Ours,
  ours: readonly Ours[],
  theirs: readonly Theirs[],
): Theirs | null {
  for (const alike of [same, typed, named]) {
    const place = ours.filter((one) => alike(one, wanted)).indexOf(wanted);
    const found = theirs.filter((one) => alike(one, wanted))[place];
    if (found) return found;
  }
  return null;
}
