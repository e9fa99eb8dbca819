/**
 * Every error a person can meet while importing: a stable slug, what went wrong, what to do about it,
 * and whether the command was asked for something impossible (exit code 2) or simply imported nothing
 * (exit code 1).
 */
const CATALOGUE = {
  import_usage: ["the command line is not understood", "See: npm run import -- --help", 2],
  import_file_not_found: ["there is no such file or folder", "Check the path", 2],
  import_file_unreadable: ["the file cannot be read", "Check its permissions and the disk", 2],
  import_file_empty: ["the file is empty", "Export the mail again", 1],
  import_file_compressed: ["the file is compressed", "Unpack it and import what is inside", 1],
  import_no_mail_found: [
    "no mail was found",
    "Give an mbox file, one .eml file, or a folder that holds .eml, .mbox or Maildir files",
    1,
  ],
  import_mail_empty: ["the message is empty", "Nothing to do: the file holds no text here", 1],
  import_key_missing: [
    "the publishable key of the project is not known",
    "Start the local stack with npm start, or set SUPABASE_URL and SUPABASE_PUBLISHABLE_KEY",
    2,
  ],
  import_password_missing: [
    "a password is needed to sign in",
    "Set AKASAVANI_PASSWORD or use --password-file",
    2,
  ],
  import_sign_in_failed: [
    "signing in failed",
    "Check the address given with --as and its password",
    2,
  ],
  import_server_unreachable: [
    "the server does not answer",
    "Start the local stack with npm start, or check --url",
    2,
  ],
  import_server_lost: [
    "the server stopped answering",
    "Run the same command again: what is stored already is not stored twice",
    1,
  ],
  import_server_busy: [
    "the server asks to come back later",
    "Run the same command again later: what is stored already is not stored twice",
    1,
  ],
  import_batch_refused: [
    "the server could not take the message",
    "Import its file alone to see whether it happens again",
    1,
  ],
  import_answer_invalid: [
    "the server answered something that is not a result",
    "Check that --url is an Akasavani project",
    1,
  ],
  import_not_allowed: ["the server refused this person", "Sign in as a member", 2],
  import_workspace_not_found: [
    "there is no such workspace",
    "Leave out --workspace to see yours",
    2,
  ],
  import_workspace_ambiguous: [
    "the person is in several workspaces",
    "Name one with --workspace",
    2,
  ],
  import_stopped: ["it was stopped", "Run the same command again to continue", 1],
} as const satisfies Record<string, readonly [string, string, 1 | 2]>;

/** Slug of an error of the import command; errors of the server keep the server's own slug. */
export type ImportErrorSlug = keyof typeof CATALOGUE;

/**
 * An error that ends the import. `message` is one sentence, `hint` the cure, `exitCode` what the
 * process ends with.
 */
export class ImportError extends Error {
  readonly slug: string;
  readonly hint: string;
  readonly exitCode: 1 | 2;

  /** `about` names the thing concerned (a path, an address) or carries the server's own words. */
  constructor(slug: ImportErrorSlug, about?: string, options?: { hint?: string; slug?: string }) {
    super(sentenceFor(slug, about));
    this.name = "ImportError";
    this.slug = options?.slug ?? slug;
    this.hint = options?.hint ?? CATALOGUE[slug][1];
    this.exitCode = CATALOGUE[slug][2];
  }
}

/** The sentence of a slug, for example `Cannot import mail: the file is empty (inbox.mbox)`. */
export function sentenceFor(slug: ImportErrorSlug, about?: string): string {
  return `Cannot import mail: ${CATALOGUE[slug][0]}${about ? ` (${about})` : ""}`;
}
