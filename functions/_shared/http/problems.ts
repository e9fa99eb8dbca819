/**
 * Every problem a door can answer with, by slug. Slugs are stable: clients branch on them. Problems raised in
 * SQL bring their own slug and hint and are catalogued beside the function that raises them.
 */
interface CataloguedProblem {
  status: number;
  title: string;
  hint: string;
}

export const PROBLEMS = {
  unauthorized: {
    status: 401,
    title: "Cannot answer: nobody is signed in",
    hint: "Send a valid access token as Authorization: Bearer, and the publishable key as apikey",
  },
  forbidden: {
    status: 403,
    title: "Cannot answer: this key or person may not do that",
    hint: "Use an account that is a member of the workspace, or the key meant for this function",
  },
  not_found: {
    status: 404,
    title: "Cannot answer: there is nothing at this address",
    hint: "Check the path and that you can see the thing it names",
  },
  method_not_allowed: {
    status: 405,
    title: "Cannot answer: this address takes another method",
    hint: "Use POST",
  },
  body_too_large: {
    status: 413,
    title: "Cannot read the request: it is too large",
    hint: "Send fewer or smaller items in one request",
  },
  invalid_json: {
    status: 400,
    title: "Cannot read the request: it is not JSON",
    hint: "Send one JSON object as UTF-8 with Content-Type: application/json",
  },
  invalid_body: {
    status: 422,
    title: "Cannot read the request: a field is missing or has the wrong form",
    hint: "Correct the fields named in the detail",
  },
  connection_not_found: {
    status: 404,
    title: "Cannot import mail: there is no such mailbox",
    hint: "Connect the mailbox first, and use the id that answers",
  },
  attachment_not_found: {
    status: 404,
    title: "Cannot fetch the attachment: it does not exist or is not visible to you",
    hint: "Use the id of an attachment of a message you can read",
  },
  attachment_not_kept: {
    status: 410,
    title: "Cannot fetch the attachment: its mail came from a file and was too large to be kept",
    hint: "Open the file it was imported from, or connect the mailbox it came from",
  },
  attachment_gone: {
    status: 410,
    title: "Cannot fetch the attachment: the mailbox no longer has it",
    hint: "Ask its sender to send it again",
  },
  attachment_too_large: {
    status: 422,
    title: "Cannot fetch the attachment: it is larger than 50 MB",
    hint: "Open the mail at its provider",
  },
  mailbox_unavailable: {
    status: 503,
    title: "Cannot fetch the attachment: its mailbox cannot be asked now",
    hint: "Try again after the seconds Retry-After names",
  },
  connection_needs_reconnect: {
    status: 409,
    title: "Cannot use the mailbox: its permission has ended",
    hint: "Connect the mailbox again",
  },
  workspace_not_found: {
    status: 404,
    title: "Cannot find the workspace: it does not exist or is not visible to you",
    hint: "Use a workspace you are a member of",
  },
  workspace_role_insufficient: {
    status: 403,
    title: "Cannot change the workspace: your role does not allow it",
    hint: "Ask an admin of the workspace",
  },
  too_many_connect_attempts: {
    status: 429,
    title: "Cannot connect: too many attempts are under way",
    hint: "Wait ten minutes and try again",
  },
  google_not_configured: {
    status: 503,
    title: "Cannot connect: no OAuth client of Google is set",
    hint: "Set GOOGLE_CLIENT_ID and GOOGLE_CLIENT_SECRET, or bring a client for the workspace",
  },
  google_client_refused: {
    status: 503,
    title: "Cannot connect: Google refuses our OAuth client",
    hint: "Compare the client's id, secret and redirect address with the Google Cloud console",
  },
  google_unavailable: {
    status: 503,
    title: "Cannot connect: Google does not answer",
    hint: "Start again in a few minutes",
  },
  redirect_not_allowed: {
    status: 422,
    title: "Cannot connect: the browser may not be sent to that address",
    hint: "Add the address to CONNECT_REDIRECT_URLS, or use one that is there",
  },
  connect_ticket_invalid: {
    status: 422,
    title: "Cannot connect: the ticket is not one of ours",
    hint: "Send the ticket parameter exactly as it came",
  },
  state_unknown: {
    status: 410,
    title: "Cannot connect: this attempt is not known",
    hint: "Start again",
  },
  state_used: {
    status: 409,
    title: "Cannot connect: this attempt was used before",
    hint: "Start again",
  },
  state_expired: {
    status: 410,
    title: "Cannot connect: this attempt took longer than ten minutes",
    hint: "Start again",
  },
  provider_mixed_up: {
    status: 409,
    title: "Cannot connect: another provider answered than the one that was asked",
    hint: "Start again; if it happens again, somebody may be interfering",
  },
  started_by_somebody_else: {
    status: 403,
    title: "Cannot connect: somebody else started this attempt",
    hint: "Start it yourself, signed in with your own account",
  },
  code_refused: {
    status: 409,
    title: "Cannot connect: Google does not accept its own answer any more",
    hint: "Start again; an answer can be used once, and only by whoever asked for it",
  },
  id_token_invalid: {
    status: 409,
    title: "Cannot connect: Google does not vouch for whose account it is",
    hint: "Start again, with an account whose address is verified",
  },
  account_mismatch: {
    status: 409,
    title: "Cannot connect: this is another account than the one that was connected",
    hint: "Choose the account of this connection, or connect the other one as a new connection",
  },
  scope_missing: {
    status: 403,
    title: "Cannot connect: Google was not allowed to give everything that is needed",
    hint: "Start again and leave every box ticked",
  },
  refresh_token_missing: {
    status: 409,
    title: "Cannot connect: Google gave no lasting access",
    hint: "Remove the app at https://myaccount.google.com/permissions and start again",
  },
  connection_is_erased: {
    status: 409,
    title: "Cannot connect: the account is being erased",
    hint: "Wait until its data is gone, then connect it anew",
  },
  too_many_prompts: {
    status: 429,
    title: "Cannot answer: ten prompts of yours are being answered",
    hint: "Wait until one of them is answered",
  },
  prompt_withdrawn: {
    status: 409,
    title: "Cannot answer: a message the answer rests on went while it was written",
    hint: "Ask again",
  },
  webhook_not_verified: {
    status: 401,
    title: "Cannot take the webhook: it does not prove who sent it",
    hint: "Set the same signing secret here and at the provider, and compare the clocks",
  },
  webhook_not_stored: {
    status: 503,
    title: "Cannot take the webhook: it could not be stored",
    hint: "Send it again; nothing was lost and nothing was done",
  },
  token_unreadable: {
    status: 500,
    title: "Cannot use the mailbox: its stored token cannot be decrypted",
    hint:
      "Restore the key it was sealed with in TOKEN_ENCRYPTION_KEYS, or connect the mailbox again",
  },
  ai_model_not_configured: {
    status: 503,
    title: "Cannot use AI: no model is chosen for this role",
    hint: "Set AI_MODEL_DRAFT and AI_MODEL_CLASSIFY, or AI_PROVIDER=offline",
  },
  configuration_invalid: {
    status: 503,
    title: "Cannot answer: a setting of the service is missing or has the wrong form",
    hint: "Correct the setting named in the log; .env.example describes each",
  },
  not_ready: {
    status: 503,
    title: "Cannot serve yet: the database does not answer or does not know where to ring",
    hint: "Apply the migrations and set the Vault secrets project_url and worker_secret_key",
  },
  internal_error: {
    status: 500,
    title: "Cannot answer: something unexpected failed",
    hint: "Try again; if it keeps failing, the log has the request under its time and route",
  },
} as const satisfies Record<string, CataloguedProblem>;

export type ProblemSlug = keyof typeof PROBLEMS;
