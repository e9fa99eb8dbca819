/** What the matrix must find. A table or function that is not named here fails the suite. */
import { everybody, type Person } from "./people.ts";

/**
 * `private`, `shared`: Ada's row before and after sharing. `left`: the row of Dan, who left.
 * `only`: the row of a table that knows no sharing.
 */
export type Variant = "private" | "shared" | "left" | "only";
type Audience = Partial<Record<Variant, Person[]>>;

export interface Expectation {
  /** Who finds the row. */
  read: Audience;
  /** Who changes it, by column; every column that is not named changes for nobody. */
  change?: Record<string, Audience>;
  /** Who may do it to the row; nobody unless named. */
  insert?: Person[];
  delete?: Person[];
  truncate?: Person[];
}

const admins: Person[] = ["Eve", "Fay", "open Eve", "open Fay"];
const members: Person[] = ["Ada", "Ben", "open Ben", ...admins];
const openAdmins: Person[] = ["open Eve", "open Fay"];

/** TEN-4: the owner until it is shared, then the workspace; admins before that only by choice. */
const owned: Audience = {
  private: ["Ada", ...openAdmins, "worker"],
  shared: [...members, "worker"],
  left: [...openAdmins, "worker"],
};
/** Written by people themselves, who take them along when they leave. */
const ownWords: Audience = { private: owned.private, shared: owned.shared };
const byOwner: Audience = { private: ["Ada"], shared: ["Ada"] };
const sealed: Expectation = { read: { only: [] } };
const byAdmins: Audience = { only: admins };
const byThemselves: Audience = { only: ["Ada"] };
/** What pg_net grants to PUBLIC on hosted as well; the schema is not exposed by the Data API. */
const likePgNet: Expectation = {
  read: { only: everybody },
  insert: everybody,
  delete: everybody,
  truncate: everybody,
};

export const tables: Record<string, Expectation> = {
  "public.profiles": {
    read: { only: [...members, "worker"] },
    change: {
      display_name: byThemselves,
      time_zone: byThemselves,
      locale: byThemselves,
      working_hours: byThemselves,
    },
  },
  "public.workspaces": {
    read: { only: [...members, "worker"] },
    change: {
      name: byAdmins,
      time_zone: byAdmins,
      default_tone: byAdmins,
      default_wait_hours: byAdmins,
      max_nudges: byAdmins,
      follow_up_window_days: byAdmins,
      touch_gap_hours: byAdmins,
      quiet_hours_start: byAdmins,
      quiet_hours_end: byAdmins,
      autopilot_mode: byAdmins,
      retention_days: byAdmins,
      voice_guidelines: byAdmins,
      ai_budget_usd: byAdmins,
      branding: byAdmins,
    },
  },
  "public.workspace_members": { read: { only: [...members, "worker"] } },
  "public.workspace_invitations": { read: { only: [...admins, "worker"] } },
  "public.audit_log": { read: { only: [...admins, "worker"] } },
  "public.notifications": { read: { only: ["Ada"] } },
  "public.suppressions": { read: { only: [...members, "worker"] } },
  "public.holidays": { read: { only: [...members, "worker"] } },
  "public.ai_actions": { read: { only: ["Ada", ...openAdmins, "worker"] } },
  "public.connections": {
    read: owned,
    change: {
      display_name: { private: ["Ada"], shared: ["Ada"] },
      auto_classify: { private: ["Ada"], shared: ["Ada"] },
      auto_create_tasks: { private: ["Ada"], shared: ["Ada"] },
    },
  },
  "public.contacts": {
    read: owned,
    change: {
      display_name: { private: ["Ada"], shared: members },
      time_zone: { private: ["Ada"], shared: members },
    },
  },
  "public.contact_methods": { read: owned },
  "public.conversations": { read: owned },
  "public.messages": { read: owned },
  "public.message_triage": { read: owned },
  "public.embeddings": { read: owned },
  "public.tasks": { read: owned },
  "public.promises": { read: owned },
  "public.event_suggestions": { read: owned },
  "public.notes": {
    read: ownWords,
    change: { title: byOwner, body: byOwner },
  },
  "public.entities": {
    read: ownWords,
    change: {
      kind: byOwner,
      name: byOwner,
      aliases: byOwner,
      description: byOwner,
    },
  },
  "public.tone_presets": { read: ownWords },
  // how one writes to somebody is one's own business
  "public.contact_tones": { read: { only: ["Ada", "worker"] } },
  "public.message_drafts": { read: owned },
  "public.message_draft_versions": { read: owned },
  "public.attachments": { read: owned },
  // what somebody asks is theirs alone, whatever is shared and whoever may see everything
  "public.proposals": { read: { only: ["Ada", "worker"] } },
  "public.proposal_settings": { read: { only: ["Ada", "worker"] } },
  "public.prompts": { read: { only: ["Ada", "worker"] } },
  "public.summaries": { read: { only: ["Ada", "worker"] } },
  // about an account, and nobody else's business: not even with full visibility
  "public.mailbox_audits": { read: { only: ["Ada", "worker"] } },
  "public.sync_failures": { read: { only: ["Ada", "worker"] } },
  "public.sync_gaps": { read: { only: ["Ada", "worker"] } },
  "public.nudges": { read: owned },
  "public.nudge_events": { read: owned },
  "public.outbound_messages": { read: owned },
  "public.activity_events": { read: owned },
  "public.tags": { read: owned },

  "public.calendars": {
    read: owned,
    change: { is_hidden: { private: ["Ada"], shared: ["Ada"] } },
  },
  "public.calendar_events": { read: owned },
  "public.calendar_attendees": { read: owned },
  "public.calendar_instances": { read: owned },
  // what somebody wants is theirs alone, whatever is shared
  "public.calendar_changes": { read: { only: ["Ada", "worker"] } },

  "private.alert_rules": sealed,
  "private.alerts": sealed,
  "private.calendar_channels": sealed,
  "private.calendar_cursors": sealed,
  "private.bells": sealed,
  "private.connection_secrets": sealed,
  "private.conversation_keys": sealed,
  "private.embedding_graphs": sealed,
  "private.embedding_vectors": sealed,
  "private.invitation_tokens": sealed,
  "private.job_batches": sealed,
  "private.job_log": sealed,
  "private.jobs": sealed,
  "private.label_pushes": sealed,
  "private.mailbox_watches": sealed,
  "private.lines": sealed,
  "private.message_copies": sealed,
  "private.message_sources": sealed,
  "private.notification_kinds": sealed,
  "private.oauth_clients": sealed,
  "private.oauth_states": sealed,
  "private.revocations": sealed,
  "private.problems": sealed,
  "private.project_budgets": sealed,
  "private.provider_limits": sealed,
  "private.queues": sealed,
  "private.sync_cursors": sealed,
  "private.webhook_inbox": sealed,
  "private.worker_slots": sealed,
  "private.workspace_pauses": sealed,

  "cron.job": sealed,
  "cron.job_run_details": sealed,
  "vault.secrets": { read: { only: ["worker"] }, delete: ["worker"] },
  "vault.decrypted_secrets": { read: { only: ["worker"] }, delete: ["worker"] },
  "net.http_request_queue": likePgNet,
  "net._http_response": likePgNet,
};

/** Statements a rule refuses even the owner of the tables, with the start of its error. */
export const refusedForEverybody: Record<string, string> = {
  // a kind people were told of cannot go
  "private.notification_kinds delete": "23503",
  // a queue with jobs cannot go
  "private.queues delete": "23503",
  // an approved nudge keeps its outbound message
  "public.outbound_messages delete": "23514",
  // append-only
  "public.audit_log delete": "PT403 audit_log_is_append_only",
  "public.audit_log update": "PT403 audit_log_is_append_only",
  // within the transaction of the seed the nudges of the person still refer to the contacts
  "public.profiles delete": "23503",
};

/**
 * Foreign keys that could tie two tenants together because a side has no workspace_id, and why that is
 * no way across. One that is not named must refuse the other tenant's row.
 */
export const uncheckedForeignKeys: Record<string, string> = {
  conversation_keys_connection_id_conversation_id_fkey:
    "both columns move together: the row is then the other tenant's whole",
};
