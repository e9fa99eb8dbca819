
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            "activity_events": {
                  Row: {
                    "actor_id": string | null,"connection_id": string | null,"contact_id": string | null,"conversation_id": string | null,"detail": NonNullable<Json>,"id": string,"is_shared": boolean,"kind": string,"message_id": string | null,"nudge_id": string | null,"occurred_at": string,"owner_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "actor_id"?: string | null,"connection_id"?: string | null,"contact_id"?: string | null,"conversation_id"?: string | null,"detail"?: NonNullable<Json>,"id"?: string,"is_shared": boolean,"kind": string,"message_id"?: string | null,"nudge_id"?: string | null,"occurred_at": string,"owner_id": string,"workspace_id": string
                  }
                  Update: {
                    "actor_id"?: string | null,"connection_id"?: string | null,"contact_id"?: string | null,"conversation_id"?: string | null,"detail"?: NonNullable<Json>,"id"?: string,"is_shared"?: boolean,"kind"?: string,"message_id"?: string | null,"nudge_id"?: string | null,"occurred_at"?: string,"owner_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "activity_events_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "activity_events_workspace_id_conversation_id_fkey"
      columns: ["workspace_id","conversation_id"]
isOneToOne: false
      referencedRelation: "conversations"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "activity_events_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"ai_actions": {
                  Row: {
                    "action": string,"asked_by": string | null,"completion_tokens": number,"confidence": number | null,"context_ids": (string)[],"cost_usd": number | null,"created_at": string,"edit_distance": number | null,"error_slug": string | null,"id": string,"is_offline": boolean,"job_id": string | null,"latency_ms": number,"model": string,"outcome": string,"owner_id": string,"prompt_tokens": number,"prompt_version": string,"provider": string,"subject_id": string,"subject_type": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"asked_by"?: string | null,"completion_tokens"?: number,"confidence"?: number | null,"context_ids"?: (string)[],"cost_usd"?: number | null,"created_at"?: string,"edit_distance"?: number | null,"error_slug"?: string | null,"id"?: string,"is_offline": boolean,"job_id"?: string | null,"latency_ms": number,"model": string,"outcome": string,"owner_id": string,"prompt_tokens"?: number,"prompt_version": string,"provider": string,"subject_id": string,"subject_type": string,"workspace_id": string
                  }
                  Update: {
                    "action"?: string,"asked_by"?: string | null,"completion_tokens"?: number,"confidence"?: number | null,"context_ids"?: (string)[],"cost_usd"?: number | null,"created_at"?: string,"edit_distance"?: number | null,"error_slug"?: string | null,"id"?: string,"is_offline"?: boolean,"job_id"?: string | null,"latency_ms"?: number,"model"?: string,"outcome"?: string,"owner_id"?: string,"prompt_tokens"?: number,"prompt_version"?: string,"provider"?: string,"subject_id"?: string,"subject_type"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "ai_actions_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "ai_actions_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"attachments": {
                  Row: {
                    "byte_count": number,"content_hash": string | null,"content_id": string | null,"content_type": string,"created_at": string,"file_name": string | null,"id": string,"is_inline": boolean,"is_shared": boolean,"message_id": string,"owner_id": string,"part_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "byte_count": number,"content_hash"?: string | null,"content_id"?: string | null,"content_type": string,"created_at"?: string,"file_name"?: string | null,"id"?: string,"is_inline"?: boolean,"is_shared"?: boolean,"message_id": string,"owner_id": string,"part_id": string,"workspace_id": string
                  }
                  Update: {
                    "byte_count"?: number,"content_hash"?: string | null,"content_id"?: string | null,"content_type"?: string,"created_at"?: string,"file_name"?: string | null,"id"?: string,"is_inline"?: boolean,"is_shared"?: boolean,"message_id"?: string,"owner_id"?: string,"part_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "attachments_workspace_id_message_id_fkey"
      columns: ["workspace_id","message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"audit_log": {
                  Row: {
                    "action": string,"actor_id": string | null,"after": Json | null,"before": Json | null,"id": string,"occurred_at": string,"origin": NonNullable<Json>,"subject_id": string,"subject_type": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"actor_id"?: string | null,"after"?: Json | null,"before"?: Json | null,"id"?: string,"occurred_at"?: string,"origin"?: NonNullable<Json>,"subject_id": string,"subject_type": string,"workspace_id": string
                  }
                  Update: {
                    "action"?: string,"actor_id"?: string | null,"after"?: Json | null,"before"?: Json | null,"id"?: string,"occurred_at"?: string,"origin"?: NonNullable<Json>,"subject_id"?: string,"subject_type"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "audit_log_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"calendar_attendees": {
                  Row: {
                    "address": string,"event_id": string,"is_optional": boolean,"is_organizer": boolean,"is_resource": boolean,"is_self": boolean,"is_shared": boolean,"name": string | null,"owner_id": string,"responded_at": string | null,"response": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "address": string,"event_id": string,"is_optional"?: boolean,"is_organizer"?: boolean,"is_resource"?: boolean,"is_self"?: boolean,"is_shared"?: boolean,"name"?: string | null,"owner_id": string,"responded_at"?: string | null,"response"?: string,"workspace_id": string
                  }
                  Update: {
                    "address"?: string,"event_id"?: string,"is_optional"?: boolean,"is_organizer"?: boolean,"is_resource"?: boolean,"is_self"?: boolean,"is_shared"?: boolean,"name"?: string | null,"owner_id"?: string,"responded_at"?: string | null,"response"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "calendar_attendees_workspace_id_owner_id_event_id_fkey"
      columns: ["workspace_id","owner_id","event_id"]
isOneToOne: false
      referencedRelation: "calendar_events"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"calendar_changes": {
                  Row: {
                    "action": string,"applying_at": string | null,"attempts": number,"body": NonNullable<Json>,"calendar_id": string,"created_at": string,"event_id": string,"expected_etag": string | null,"finished_at": string | null,"id": string,"is_shared": boolean,"notify": string,"owner_id": string,"provider_event_id": string,"state": string,"state_reason": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "action": string,"applying_at"?: string | null,"attempts"?: number,"body"?: NonNullable<Json>,"calendar_id": string,"created_at"?: string,"event_id": string,"expected_etag"?: string | null,"finished_at"?: string | null,"id"?: string,"is_shared"?: boolean,"notify": string,"owner_id": string,"provider_event_id": string,"state"?: string,"state_reason"?: string | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "action"?: string,"applying_at"?: string | null,"attempts"?: number,"body"?: NonNullable<Json>,"calendar_id"?: string,"created_at"?: string,"event_id"?: string,"expected_etag"?: string | null,"finished_at"?: string | null,"id"?: string,"is_shared"?: boolean,"notify"?: string,"owner_id"?: string,"provider_event_id"?: string,"state"?: string,"state_reason"?: string | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "calendar_changes_workspace_id_owner_id_calendar_id_fkey"
      columns: ["workspace_id","owner_id","calendar_id"]
isOneToOne: false
      referencedRelation: "calendars"
      referencedColumns: ["workspace_id","owner_id","id"]
    },{
      foreignKeyName: "calendar_changes_workspace_id_owner_id_event_id_fkey"
      columns: ["workspace_id","owner_id","event_id"]
isOneToOne: false
      referencedRelation: "calendar_events"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"calendar_events": {
                  Row: {
                    "calendar_id": string,"conference_status": string,"conference_url": string | null,"created_at": string,"description": string | null,"ends_at": string | null,"ends_on": string | null,"etag": string | null,"expanded_until": string | null,"has_more_attendees": boolean,"html_link": string | null,"ical_uid": string | null,"id": string,"is_all_day": boolean,"is_doubtful": boolean,"is_organizer": boolean,"is_pending": boolean,"is_shared": boolean,"kind": string,"location": string | null,"my_response": string | null,"organizer_address": string | null,"organizer_name": string | null,"origin_id": string | null,"original_starts_at": string | null,"original_starts_on": string | null,"owner_id": string,"provider_event_id": string,"provider_updated_at": string | null,"recurrence": (string)[],"recurring_event_id": string | null,"search": unknown,"seen_at": string,"sequence": number,"series_ends_at": string | null,"series_id": string | null,"series_problem": string | null,"series_version": number,"starts_at": string | null,"starts_on": string | null,"status": string,"time_zone": string | null,"title": string | null,"transparency": string,"updated_at": string,"visibility": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "calendar_id": string,"conference_status"?: string,"conference_url"?: string | null,"created_at"?: string,"description"?: string | null,"ends_at"?: string | null,"ends_on"?: string | null,"etag"?: string | null,"expanded_until"?: string | null,"has_more_attendees"?: boolean,"html_link"?: string | null,"ical_uid"?: string | null,"id"?: string,"is_all_day"?: boolean,"is_doubtful"?: boolean,"is_organizer"?: boolean,"is_pending"?: boolean,"is_shared"?: boolean,"kind"?: string,"location"?: string | null,"my_response"?: string | null,"organizer_address"?: string | null,"organizer_name"?: string | null,"origin_id"?: string | null,"original_starts_at"?: string | null,"original_starts_on"?: string | null,"owner_id": string,"provider_event_id": string,"provider_updated_at"?: string | null,"recurrence"?: (string)[],"recurring_event_id"?: string | null,"search"?: never,"seen_at"?: string,"sequence"?: number,"series_ends_at"?: string | null,"series_id"?: string | null,"series_problem"?: string | null,"series_version"?: number,"starts_at"?: string | null,"starts_on"?: string | null,"status": string,"time_zone"?: string | null,"title"?: string | null,"transparency"?: string,"updated_at"?: string,"visibility"?: string,"workspace_id": string
                  }
                  Update: {
                    "calendar_id"?: string,"conference_status"?: string,"conference_url"?: string | null,"created_at"?: string,"description"?: string | null,"ends_at"?: string | null,"ends_on"?: string | null,"etag"?: string | null,"expanded_until"?: string | null,"has_more_attendees"?: boolean,"html_link"?: string | null,"ical_uid"?: string | null,"id"?: string,"is_all_day"?: boolean,"is_doubtful"?: boolean,"is_organizer"?: boolean,"is_pending"?: boolean,"is_shared"?: boolean,"kind"?: string,"location"?: string | null,"my_response"?: string | null,"organizer_address"?: string | null,"organizer_name"?: string | null,"origin_id"?: string | null,"original_starts_at"?: string | null,"original_starts_on"?: string | null,"owner_id"?: string,"provider_event_id"?: string,"provider_updated_at"?: string | null,"recurrence"?: (string)[],"recurring_event_id"?: string | null,"search"?: never,"seen_at"?: string,"sequence"?: number,"series_ends_at"?: string | null,"series_id"?: string | null,"series_problem"?: string | null,"series_version"?: number,"starts_at"?: string | null,"starts_on"?: string | null,"status"?: string,"time_zone"?: string | null,"title"?: string | null,"transparency"?: string,"updated_at"?: string,"visibility"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "calendar_events_workspace_id_owner_id_calendar_id_fkey"
      columns: ["workspace_id","owner_id","calendar_id"]
isOneToOne: false
      referencedRelation: "calendars"
      referencedColumns: ["workspace_id","owner_id","id"]
    },{
      foreignKeyName: "calendar_events_workspace_id_owner_id_series_id_fkey"
      columns: ["workspace_id","owner_id","series_id"]
isOneToOne: false
      referencedRelation: "calendar_events"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"calendar_instances": {
                  Row: {
                    "calendar_id": string,"ends_at": string,"ends_on": string | null,"event_id": string,"id": string,"is_busy": boolean,"is_long": boolean | null,"is_shared": boolean,"kind": string,"owner_id": string,"starts_at": string,"starts_on": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "calendar_id": string,"ends_at": string,"ends_on"?: string | null,"event_id": string,"id"?: string,"is_busy": boolean,"is_long"?: never,"is_shared"?: boolean,"kind": string,"owner_id": string,"starts_at": string,"starts_on"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "calendar_id"?: string,"ends_at"?: string,"ends_on"?: string | null,"event_id"?: string,"id"?: string,"is_busy"?: boolean,"is_long"?: never,"is_shared"?: boolean,"kind"?: string,"owner_id"?: string,"starts_at"?: string,"starts_on"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "calendar_instances_workspace_id_owner_id_calendar_id_fkey"
      columns: ["workspace_id","owner_id","calendar_id"]
isOneToOne: false
      referencedRelation: "calendars"
      referencedColumns: ["workspace_id","owner_id","id"]
    },{
      foreignKeyName: "calendar_instances_workspace_id_owner_id_event_id_fkey"
      columns: ["workspace_id","owner_id","event_id"]
isOneToOne: false
      referencedRelation: "calendar_events"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"calendars": {
                  Row: {
                    "access_role": string,"connection_id": string | null,"created_at": string,"id": string,"is_hidden": boolean,"is_primary": boolean,"is_selected": boolean,"is_selected_by_person": boolean,"is_shared": boolean,"name": string,"owner_id": string,"provider_calendar_id": string | null,"removed_at": string | null,"time_zone": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "access_role": string,"connection_id"?: string | null,"created_at"?: string,"id"?: string,"is_hidden"?: boolean,"is_primary"?: boolean,"is_selected"?: boolean,"is_selected_by_person"?: boolean,"is_shared"?: boolean,"name": string,"owner_id": string,"provider_calendar_id"?: string | null,"removed_at"?: string | null,"time_zone": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "access_role"?: string,"connection_id"?: string | null,"created_at"?: string,"id"?: string,"is_hidden"?: boolean,"is_primary"?: boolean,"is_selected"?: boolean,"is_selected_by_person"?: boolean,"is_shared"?: boolean,"name"?: string,"owner_id"?: string,"provider_calendar_id"?: string | null,"removed_at"?: string | null,"time_zone"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "calendars_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "calendars_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "calendars_workspace_id_owner_id_connection_id_fkey"
      columns: ["workspace_id","owner_id","connection_id"]
isOneToOne: false
      referencedRelation: "connections"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"connections": {
                  Row: {
                    "address": string,"auto_classify": boolean,"auto_create_tasks": boolean,"channel": string,"created_at": string,"display_name": string,"features": (string)[],"id": string,"importing_until": string | null,"is_shared": boolean,"own_addresses": (string)[],"owner_id": string,"provider": string,"provider_account_id": string | null,"scopes": (string)[],"status": string,"status_reason": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "address": string,"auto_classify"?: boolean,"auto_create_tasks"?: boolean,"channel": string,"created_at"?: string,"display_name": string,"features"?: (string)[],"id"?: string,"importing_until"?: string | null,"is_shared"?: boolean,"own_addresses": (string)[],"owner_id": string,"provider": string,"provider_account_id"?: string | null,"scopes"?: (string)[],"status"?: string,"status_reason"?: string | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "address"?: string,"auto_classify"?: boolean,"auto_create_tasks"?: boolean,"channel"?: string,"created_at"?: string,"display_name"?: string,"features"?: (string)[],"id"?: string,"importing_until"?: string | null,"is_shared"?: boolean,"own_addresses"?: (string)[],"owner_id"?: string,"provider"?: string,"provider_account_id"?: string | null,"scopes"?: (string)[],"status"?: string,"status_reason"?: string | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "connections_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "connections_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"contact_methods": {
                  Row: {
                    "contact_id": string,"created_at": string,"is_shared": boolean,"kind": string,"owner_id": string,"value": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "contact_id": string,"created_at"?: string,"is_shared"?: boolean,"kind": string,"owner_id": string,"value": string,"workspace_id": string
                  }
                  Update: {
                    "contact_id"?: string,"created_at"?: string,"is_shared"?: boolean,"kind"?: string,"owner_id"?: string,"value"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "contact_methods_workspace_id_owner_id_contact_id_fkey"
      columns: ["workspace_id","owner_id","contact_id"]
isOneToOne: false
      referencedRelation: "contacts"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"contact_tones": {
                  Row: {
                    "contact_id": string,"created_at": string,"owner_id": string,"tone": string | null,"tone_preset_id": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "contact_id": string,"created_at"?: string,"owner_id": string,"tone"?: string | null,"tone_preset_id"?: string | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "contact_id"?: string,"created_at"?: string,"owner_id"?: string,"tone"?: string | null,"tone_preset_id"?: string | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "contact_tones_workspace_id_owner_id_contact_id_fkey"
      columns: ["workspace_id","owner_id","contact_id"]
isOneToOne: false
      referencedRelation: "contacts"
      referencedColumns: ["workspace_id","owner_id","id"]
    },{
      foreignKeyName: "contact_tones_workspace_id_tone_preset_id_fkey"
      columns: ["workspace_id","tone_preset_id"]
isOneToOne: false
      referencedRelation: "tone_presets"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"contacts": {
                  Row: {
                    "away_until": string | null,"created_at": string,"display_name": string | null,"display_name_source": string,"first_seen_at": string,"id": string,"is_shared": boolean,"last_seen_at": string,"owner_id": string,"time_zone": string | null,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "away_until"?: string | null,"created_at"?: string,"display_name"?: string | null,"display_name_source"?: string,"first_seen_at": string,"id"?: string,"is_shared"?: boolean,"last_seen_at": string,"owner_id": string,"time_zone"?: string | null,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "away_until"?: string | null,"created_at"?: string,"display_name"?: string | null,"display_name_source"?: string,"first_seen_at"?: string,"id"?: string,"is_shared"?: boolean,"last_seen_at"?: string,"owner_id"?: string,"time_zone"?: string | null,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "contacts_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "contacts_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"conversations": {
                  Row: {
                    "archived_at": string | null,"archived_via": string | null,"asked_message_id": string | null,"attachment_count": number,"automatic_kind": string,"channel": string,"connection_id": string,"contact_id": string | null,"created_at": string,"head_message_id": string | null,"id": string,"is_automated": boolean,"is_broadcast": boolean,"is_shared": boolean,"is_starred": boolean,"last_inbound_at": string | null,"last_message_at": string | null,"last_outbound_at": string | null,"message_count": number,"needs_reply": boolean | null,"next_check_at": string | null,"owner_id": string,"participant_addresses": (string)[],"preview": string,"priority": string,"priority_source": string,"provider_thread_id": string | null,"recheck_at": string,"snoozed_until": string | null,"status": string,"subject": string,"subject_base": string,"tags": (string)[],"unread_count": number,"updated_at": string,"waiting_evidence": string | null,"waiting_on": string,"waiting_since": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "archived_at"?: string | null,"archived_via"?: string | null,"asked_message_id"?: string | null,"attachment_count"?: number,"automatic_kind"?: string,"channel"?: string,"connection_id": string,"contact_id"?: string | null,"created_at"?: string,"head_message_id"?: string | null,"id"?: string,"is_automated"?: boolean,"is_broadcast"?: boolean,"is_shared"?: boolean,"is_starred"?: boolean,"last_inbound_at"?: string | null,"last_message_at"?: string | null,"last_outbound_at"?: string | null,"message_count"?: number,"needs_reply"?: boolean | null,"next_check_at"?: string | null,"owner_id": string,"participant_addresses"?: (string)[],"preview"?: string,"priority"?: string,"priority_source"?: string,"provider_thread_id"?: string | null,"recheck_at"?: string,"snoozed_until"?: string | null,"status"?: string,"subject"?: string,"subject_base"?: string,"tags"?: (string)[],"unread_count"?: number,"updated_at"?: string,"waiting_evidence"?: string | null,"waiting_on"?: string,"waiting_since"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "archived_at"?: string | null,"archived_via"?: string | null,"asked_message_id"?: string | null,"attachment_count"?: number,"automatic_kind"?: string,"channel"?: string,"connection_id"?: string,"contact_id"?: string | null,"created_at"?: string,"head_message_id"?: string | null,"id"?: string,"is_automated"?: boolean,"is_broadcast"?: boolean,"is_shared"?: boolean,"is_starred"?: boolean,"last_inbound_at"?: string | null,"last_message_at"?: string | null,"last_outbound_at"?: string | null,"message_count"?: number,"needs_reply"?: boolean | null,"next_check_at"?: string | null,"owner_id"?: string,"participant_addresses"?: (string)[],"preview"?: string,"priority"?: string,"priority_source"?: string,"provider_thread_id"?: string | null,"recheck_at"?: string,"snoozed_until"?: string | null,"status"?: string,"subject"?: string,"subject_base"?: string,"tags"?: (string)[],"unread_count"?: number,"updated_at"?: string,"waiting_evidence"?: string | null,"waiting_on"?: string,"waiting_since"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "conversations_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "conversations_workspace_id_owner_id_connection_id_fkey"
      columns: ["workspace_id","owner_id","connection_id"]
isOneToOne: false
      referencedRelation: "connections"
      referencedColumns: ["workspace_id","owner_id","id"]
    },{
      foreignKeyName: "conversations_workspace_id_owner_id_contact_id_fkey"
      columns: ["workspace_id","owner_id","contact_id"]
isOneToOne: false
      referencedRelation: "contacts"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"embeddings": {
                  Row: {
                    "chunk": string,"chunk_index": number,"connection_id": string | null,"contact_id": string | null,"content_hash": string,"conversation_id": string | null,"created_at": string,"dimensions": number,"draft_id": string | null,"embedding": unknown,"entity_id": string | null,"happened_at": string,"id": string,"is_shared": boolean,"message_id": string | null,"model": string,"note_id": string | null,"object_id": string,"object_type": string,"owner_id": string,"search": unknown,"title": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "chunk": string,"chunk_index": number,"connection_id"?: string | null,"contact_id"?: string | null,"content_hash": string,"conversation_id"?: string | null,"created_at"?: string,"dimensions": number,"draft_id"?: string | null,"embedding"?: unknown,"entity_id"?: string | null,"happened_at": string,"id"?: string,"is_shared"?: boolean,"message_id"?: string | null,"model": string,"note_id"?: string | null,"object_id"?: never,"object_type": string,"owner_id": string,"search"?: never,"title"?: string,"workspace_id": string
                  }
                  Update: {
                    "chunk"?: string,"chunk_index"?: number,"connection_id"?: string | null,"contact_id"?: string | null,"content_hash"?: string,"conversation_id"?: string | null,"created_at"?: string,"dimensions"?: number,"draft_id"?: string | null,"embedding"?: unknown,"entity_id"?: string | null,"happened_at"?: string,"id"?: string,"is_shared"?: boolean,"message_id"?: string | null,"model"?: string,"note_id"?: string | null,"object_id"?: never,"object_type"?: string,"owner_id"?: string,"search"?: never,"title"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "embeddings_workspace_id_conversation_id_fkey"
      columns: ["workspace_id","conversation_id"]
isOneToOne: false
      referencedRelation: "conversations"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "embeddings_workspace_id_draft_id_fkey"
      columns: ["workspace_id","draft_id"]
isOneToOne: false
      referencedRelation: "message_drafts"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "embeddings_workspace_id_entity_id_fkey"
      columns: ["workspace_id","entity_id"]
isOneToOne: false
      referencedRelation: "entities"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "embeddings_workspace_id_message_id_fkey"
      columns: ["workspace_id","message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "embeddings_workspace_id_note_id_fkey"
      columns: ["workspace_id","note_id"]
isOneToOne: false
      referencedRelation: "notes"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "embeddings_workspace_id_owner_id_contact_id_fkey"
      columns: ["workspace_id","owner_id","contact_id"]
isOneToOne: false
      referencedRelation: "contacts"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"entities": {
                  Row: {
                    "aliases": (string)[],"created_at": string,"description": string,"id": string,"is_shared": boolean,"kind": string,"name": string,"owner_id": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "aliases"?: (string)[],"created_at"?: string,"description"?: string,"id"?: string,"is_shared"?: boolean,"kind": string,"name": string,"owner_id": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "aliases"?: (string)[],"created_at"?: string,"description"?: string,"id"?: string,"is_shared"?: boolean,"kind"?: string,"name"?: string,"owner_id"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "entities_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "entities_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"event_suggestions": {
                  Row: {
                    "attendees": NonNullable<Json>,"confirmed_at": string | null,"connection_id": string,"conversation_id": string,"created_at": string,"event_id": string | null,"evidence": NonNullable<Json>,"expires_at": string,"id": string,"is_shared": boolean,"is_zone_ambiguous": boolean,"kind": string,"length_minutes": number | null,"message_id": string,"owner_id": string,"place": string | null,"side": string,"slots": NonNullable<Json>,"source": string,"status": string,"status_reason": string | null,"title": string,"updated_at": string,"version": number,"workspace_id": string,"zone": string,"zone_source": string
                  }
                  ComputedFields: never
                  Insert: {
                    "attendees"?: NonNullable<Json>,"confirmed_at"?: string | null,"connection_id": string,"conversation_id": string,"created_at"?: string,"event_id"?: string | null,"evidence": NonNullable<Json>,"expires_at": string,"id"?: string,"is_shared"?: boolean,"is_zone_ambiguous": boolean,"kind": string,"length_minutes"?: number | null,"message_id": string,"owner_id": string,"place"?: string | null,"side": string,"slots"?: NonNullable<Json>,"source": string,"status"?: string,"status_reason"?: string | null,"title": string,"updated_at"?: string,"version"?: number,"workspace_id": string,"zone": string,"zone_source": string
                  }
                  Update: {
                    "attendees"?: NonNullable<Json>,"confirmed_at"?: string | null,"connection_id"?: string,"conversation_id"?: string,"created_at"?: string,"event_id"?: string | null,"evidence"?: NonNullable<Json>,"expires_at"?: string,"id"?: string,"is_shared"?: boolean,"is_zone_ambiguous"?: boolean,"kind"?: string,"length_minutes"?: number | null,"message_id"?: string,"owner_id"?: string,"place"?: string | null,"side"?: string,"slots"?: NonNullable<Json>,"source"?: string,"status"?: string,"status_reason"?: string | null,"title"?: string,"updated_at"?: string,"version"?: number,"workspace_id"?: string,"zone"?: string,"zone_source"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "event_suggestions_workspace_id_message_id_fkey"
      columns: ["workspace_id","message_id"]
isOneToOne: true
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "event_suggestions_workspace_id_owner_id_connection_id_conv_fkey"
      columns: ["workspace_id","owner_id","connection_id","conversation_id"]
isOneToOne: false
      referencedRelation: "conversations"
      referencedColumns: ["workspace_id","owner_id","connection_id","id"]
    },{
      foreignKeyName: "event_suggestions_workspace_id_owner_id_event_id_fkey"
      columns: ["workspace_id","owner_id","event_id"]
isOneToOne: false
      referencedRelation: "calendar_events"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"holidays": {
                  Row: {
                    "created_at": string,"name": string,"on_date": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"name": string,"on_date": string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"name"?: string,"on_date"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "holidays_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"mailbox_audits": {
                  Row: {
                    "audited_at": string,"connection_id": string,"direction": string,"id": string,"missing_count": number,"on_date": string,"owner_id": string,"provider_count": number,"removed_count": number,"repaired_count": number,"stored_count": number,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "audited_at": string,"connection_id": string,"direction": string,"id"?: string,"missing_count"?: never,"on_date": string,"owner_id": string,"provider_count": number,"removed_count"?: number,"repaired_count"?: number,"stored_count": number,"workspace_id": string
                  }
                  Update: {
                    "audited_at"?: string,"connection_id"?: string,"direction"?: string,"id"?: string,"missing_count"?: never,"on_date"?: string,"owner_id"?: string,"provider_count"?: number,"removed_count"?: number,"repaired_count"?: number,"stored_count"?: number,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "mailbox_audits_workspace_id_owner_id_connection_id_fkey"
      columns: ["workspace_id","owner_id","connection_id"]
isOneToOne: false
      referencedRelation: "connections"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"message_draft_versions": {
                  Row: {
                    "ai_action_id": string | null,"body": string,"created_at": string,"draft_id": string,"edit_distance": number | null,"flags": (string)[],"is_shared": boolean,"owner_id": string,"source": string,"tone": string,"version": number,"workspace_id": string,"written_by": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "ai_action_id"?: string | null,"body": string,"created_at"?: string,"draft_id": string,"edit_distance"?: number | null,"flags"?: (string)[],"is_shared"?: boolean,"owner_id": string,"source": string,"tone": string,"version": number,"workspace_id": string,"written_by"?: string | null
                  }
                  Update: {
                    "ai_action_id"?: string | null,"body"?: string,"created_at"?: string,"draft_id"?: string,"edit_distance"?: number | null,"flags"?: (string)[],"is_shared"?: boolean,"owner_id"?: string,"source"?: string,"tone"?: string,"version"?: number,"workspace_id"?: string,"written_by"?: string | null
                  }
                  Relationships: [
                    {
      foreignKeyName: "message_draft_versions_workspace_id_draft_id_fkey"
      columns: ["workspace_id","draft_id"]
isOneToOne: false
      referencedRelation: "message_drafts"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"message_drafts": {
                  Row: {
                    "ai_action_id": string | null,"approved_at": string | null,"approved_by": string | null,"body": string | null,"confidence": number | null,"connection_id": string,"conversation_id": string,"created_at": string,"fallback_reason": string | null,"flags": (string)[],"id": string,"instruction": string | null,"is_shared": boolean,"kind": string,"other_recipients": NonNullable<Json>,"outbound_message_id": string | null,"owner_id": string,"place": number,"reasons": (string)[],"recipient_address": string,"recipient_name": string | null,"reply_to_message_id": string | null,"request_id": string,"sent_at": string | null,"source": string | null,"status": string,"status_reason": string | null,"subject": string,"tone": string,"tone_preset_id": string | null,"updated_at": string,"version": number,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "ai_action_id"?: string | null,"approved_at"?: string | null,"approved_by"?: string | null,"body"?: string | null,"confidence"?: number | null,"connection_id": string,"conversation_id": string,"created_at"?: string,"fallback_reason"?: string | null,"flags"?: (string)[],"id"?: string,"instruction"?: string | null,"is_shared"?: boolean,"kind": string,"other_recipients"?: NonNullable<Json>,"outbound_message_id"?: string | null,"owner_id": string,"place": number,"reasons"?: (string)[],"recipient_address": string,"recipient_name"?: string | null,"reply_to_message_id"?: string | null,"request_id": string,"sent_at"?: string | null,"source"?: string | null,"status"?: string,"status_reason"?: string | null,"subject"?: string,"tone": string,"tone_preset_id"?: string | null,"updated_at"?: string,"version"?: number,"workspace_id": string
                  }
                  Update: {
                    "ai_action_id"?: string | null,"approved_at"?: string | null,"approved_by"?: string | null,"body"?: string | null,"confidence"?: number | null,"connection_id"?: string,"conversation_id"?: string,"created_at"?: string,"fallback_reason"?: string | null,"flags"?: (string)[],"id"?: string,"instruction"?: string | null,"is_shared"?: boolean,"kind"?: string,"other_recipients"?: NonNullable<Json>,"outbound_message_id"?: string | null,"owner_id"?: string,"place"?: number,"reasons"?: (string)[],"recipient_address"?: string,"recipient_name"?: string | null,"reply_to_message_id"?: string | null,"request_id"?: string,"sent_at"?: string | null,"source"?: string | null,"status"?: string,"status_reason"?: string | null,"subject"?: string,"tone"?: string,"tone_preset_id"?: string | null,"updated_at"?: string,"version"?: number,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "message_drafts_workspace_id_outbound_message_id_fkey"
      columns: ["workspace_id","outbound_message_id"]
isOneToOne: false
      referencedRelation: "outbound_messages"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "message_drafts_workspace_id_owner_id_connection_id_convers_fkey"
      columns: ["workspace_id","owner_id","connection_id","conversation_id"]
isOneToOne: false
      referencedRelation: "conversations"
      referencedColumns: ["workspace_id","owner_id","connection_id","id"]
    },{
      foreignKeyName: "message_drafts_workspace_id_reply_to_message_id_fkey"
      columns: ["workspace_id","reply_to_message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "message_drafts_workspace_id_tone_preset_id_fkey"
      columns: ["workspace_id","tone_preset_id"]
isOneToOne: false
      referencedRelation: "tone_presets"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"message_triage": {
                  Row: {
                    "actionability": string,"ai_action_id": string | null,"category": string,"classified_at": string,"confidence": number,"content_hash": string,"corrected_at": string | null,"corrected_by": string | null,"corrected_fields": (string)[],"created_at": string,"engine": string,"evidence": NonNullable<Json>,"fallback_reason": string | null,"is_shared": boolean,"key_points": (string)[],"language": string | null,"learned_fields": (string)[],"message_id": string,"model": string,"needs_reply": boolean,"owner_id": string,"priority": string,"prompt_version": string,"sentiment": string,"summary": string,"taught_fields": (string)[],"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "actionability": string,"ai_action_id"?: string | null,"category": string,"classified_at": string,"confidence": number,"content_hash": string,"corrected_at"?: string | null,"corrected_by"?: string | null,"corrected_fields"?: (string)[],"created_at"?: string,"engine": string,"evidence"?: NonNullable<Json>,"fallback_reason"?: string | null,"is_shared"?: boolean,"key_points"?: (string)[],"language"?: string | null,"learned_fields"?: (string)[],"message_id": string,"model": string,"needs_reply": boolean,"owner_id": string,"priority": string,"prompt_version": string,"sentiment": string,"summary": string,"taught_fields"?: (string)[],"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "actionability"?: string,"ai_action_id"?: string | null,"category"?: string,"classified_at"?: string,"confidence"?: number,"content_hash"?: string,"corrected_at"?: string | null,"corrected_by"?: string | null,"corrected_fields"?: (string)[],"created_at"?: string,"engine"?: string,"evidence"?: NonNullable<Json>,"fallback_reason"?: string | null,"is_shared"?: boolean,"key_points"?: (string)[],"language"?: string | null,"learned_fields"?: (string)[],"message_id"?: string,"model"?: string,"needs_reply"?: boolean,"owner_id"?: string,"priority"?: string,"prompt_version"?: string,"sentiment"?: string,"summary"?: string,"taught_fields"?: (string)[],"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "message_triage_workspace_id_message_id_fkey"
      columns: ["workspace_id","message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"messages": {
                  Row: {
                    "automatic_confidence": number,"automatic_evidence": (string)[],"automatic_kind": string,"bounce": Json | null,"byte_count": number,"connection_id": string,"content_hash": string,"conversation_id": string,"created_at": string,"direction": string,"expects_reply": boolean,"expects_reply_evidence": string | null,"expires_at": string,"headers": NonNullable<Json>,"html": string | null,"id": string,"importance_score": number,"in_reply_to": string | null,"internet_message_id": string | null,"is_shared": boolean,"is_truncated": boolean,"labels": (string)[] | null,"owner_id": string,"provider_message_id": string,"provider_updated_at": string | null,"read_at": string | null,"received_at": string | null,"recipients": NonNullable<Json>,"reference_ids": (string)[],"removed_at": string | null,"returns_on": string | null,"search": unknown,"sender_address": string,"sender_name": string | null,"sender_utc_offset_minutes": number | null,"sent_at": string,"subject": string,"text_for_embedding": string,"text_full": string,"text_new": string,"text_quoted": string,"text_signature": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "automatic_confidence"?: number,"automatic_evidence"?: (string)[],"automatic_kind"?: string,"bounce"?: Json | null,"byte_count"?: number,"connection_id": string,"content_hash": string,"conversation_id": string,"created_at"?: string,"direction": string,"expects_reply"?: boolean,"expects_reply_evidence"?: string | null,"expires_at": string,"headers"?: NonNullable<Json>,"html"?: string | null,"id"?: string,"importance_score"?: number,"in_reply_to"?: string | null,"internet_message_id"?: string | null,"is_shared"?: boolean,"is_truncated"?: boolean,"labels"?: (string)[] | null,"owner_id": string,"provider_message_id": string,"provider_updated_at"?: string | null,"read_at"?: string | null,"received_at"?: string | null,"recipients"?: NonNullable<Json>,"reference_ids"?: (string)[],"removed_at"?: string | null,"returns_on"?: string | null,"search"?: never,"sender_address": string,"sender_name"?: string | null,"sender_utc_offset_minutes"?: number | null,"sent_at": string,"subject"?: string,"text_for_embedding"?: string,"text_full"?: string,"text_new"?: string,"text_quoted"?: string,"text_signature"?: string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "automatic_confidence"?: number,"automatic_evidence"?: (string)[],"automatic_kind"?: string,"bounce"?: Json | null,"byte_count"?: number,"connection_id"?: string,"content_hash"?: string,"conversation_id"?: string,"created_at"?: string,"direction"?: string,"expects_reply"?: boolean,"expects_reply_evidence"?: string | null,"expires_at"?: string,"headers"?: NonNullable<Json>,"html"?: string | null,"id"?: string,"importance_score"?: number,"in_reply_to"?: string | null,"internet_message_id"?: string | null,"is_shared"?: boolean,"is_truncated"?: boolean,"labels"?: (string)[] | null,"owner_id"?: string,"provider_message_id"?: string,"provider_updated_at"?: string | null,"read_at"?: string | null,"received_at"?: string | null,"recipients"?: NonNullable<Json>,"reference_ids"?: (string)[],"removed_at"?: string | null,"returns_on"?: string | null,"search"?: never,"sender_address"?: string,"sender_name"?: string | null,"sender_utc_offset_minutes"?: number | null,"sent_at"?: string,"subject"?: string,"text_for_embedding"?: string,"text_full"?: string,"text_new"?: string,"text_quoted"?: string,"text_signature"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "messages_workspace_id_owner_id_connection_id_conversation__fkey"
      columns: ["workspace_id","owner_id","connection_id","conversation_id"]
isOneToOne: false
      referencedRelation: "conversations"
      referencedColumns: ["workspace_id","owner_id","connection_id","id"]
    }
                  ]
                },"notes": {
                  Row: {
                    "body": string,"created_at": string,"id": string,"is_shared": boolean,"owner_id": string,"title": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "body": string,"created_at"?: string,"id"?: string,"is_shared"?: boolean,"owner_id": string,"title"?: string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "body"?: string,"created_at"?: string,"id"?: string,"is_shared"?: boolean,"owner_id"?: string,"title"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "notes_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "notes_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"notifications": {
                  Row: {
                    "connection_id": string | null,"created_at": string,"cure": string,"id": string,"kind": string,"owner_id": string,"read_at": string | null,"resolved_at": string | null,"sentence": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "connection_id"?: string | null,"created_at"?: string,"cure": string,"id"?: string,"kind": string,"owner_id": string,"read_at"?: string | null,"resolved_at"?: string | null,"sentence": string,"workspace_id": string
                  }
                  Update: {
                    "connection_id"?: string | null,"created_at"?: string,"cure"?: string,"id"?: string,"kind"?: string,"owner_id"?: string,"read_at"?: string | null,"resolved_at"?: string | null,"sentence"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "notifications_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "notifications_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "notifications_workspace_id_owner_id_connection_id_fkey"
      columns: ["workspace_id","owner_id","connection_id"]
isOneToOne: false
      referencedRelation: "connections"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"nudge_events": {
                  Row: {
                    "actor_id": string | null,"body": string | null,"draft_version": number,"from_status": string | null,"id": string,"is_shared": boolean,"nudge_id": string,"occurred_at": string,"owner_id": string,"reason": string | null,"to_status": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "actor_id"?: string | null,"body"?: string | null,"draft_version": number,"from_status"?: string | null,"id"?: string,"is_shared"?: boolean,"nudge_id": string,"occurred_at"?: string,"owner_id": string,"reason"?: string | null,"to_status": string,"workspace_id": string
                  }
                  Update: {
                    "actor_id"?: string | null,"body"?: string | null,"draft_version"?: number,"from_status"?: string | null,"id"?: string,"is_shared"?: boolean,"nudge_id"?: string,"occurred_at"?: string,"owner_id"?: string,"reason"?: string | null,"to_status"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "nudge_events_workspace_id_nudge_id_fkey"
      columns: ["workspace_id","nudge_id"]
isOneToOne: false
      referencedRelation: "nudges"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"nudges": {
                  Row: {
                    "approved_at": string | null,"approved_by": string | null,"asked_by": string | null,"basis_message_id": string | null,"body": string | null,"connection_id": string,"contact_id": string | null,"conversation_id": string,"created_at": string,"draft_confidence": number | null,"draft_source": string | null,"draft_version": number,"due_at": string,"flags": (string)[],"id": string,"is_shared": boolean,"outbound_message_id": string | null,"owner_id": string,"recipient_address": string,"recipient_name": string | null,"sent_at": string | null,"status": string,"status_reason": string | null,"step": number,"subject": string,"tone": string,"updated_at": string,"why": NonNullable<Json>,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "approved_at"?: string | null,"approved_by"?: string | null,"asked_by"?: string | null,"basis_message_id"?: string | null,"body"?: string | null,"connection_id": string,"contact_id"?: string | null,"conversation_id": string,"created_at"?: string,"draft_confidence"?: number | null,"draft_source"?: string | null,"draft_version"?: number,"due_at": string,"flags"?: (string)[],"id"?: string,"is_shared"?: boolean,"outbound_message_id"?: string | null,"owner_id": string,"recipient_address": string,"recipient_name"?: string | null,"sent_at"?: string | null,"status"?: string,"status_reason"?: string | null,"step": number,"subject"?: string,"tone": string,"updated_at"?: string,"why": NonNullable<Json>,"workspace_id": string
                  }
                  Update: {
                    "approved_at"?: string | null,"approved_by"?: string | null,"asked_by"?: string | null,"basis_message_id"?: string | null,"body"?: string | null,"connection_id"?: string,"contact_id"?: string | null,"conversation_id"?: string,"created_at"?: string,"draft_confidence"?: number | null,"draft_source"?: string | null,"draft_version"?: number,"due_at"?: string,"flags"?: (string)[],"id"?: string,"is_shared"?: boolean,"outbound_message_id"?: string | null,"owner_id"?: string,"recipient_address"?: string,"recipient_name"?: string | null,"sent_at"?: string | null,"status"?: string,"status_reason"?: string | null,"step"?: number,"subject"?: string,"tone"?: string,"updated_at"?: string,"why"?: NonNullable<Json>,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "nudges_workspace_id_basis_message_id_fkey"
      columns: ["workspace_id","basis_message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "nudges_workspace_id_outbound_message_id_fkey"
      columns: ["workspace_id","outbound_message_id"]
isOneToOne: false
      referencedRelation: "outbound_messages"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "nudges_workspace_id_owner_id_connection_id_conversation_id_fkey"
      columns: ["workspace_id","owner_id","connection_id","conversation_id"]
isOneToOne: false
      referencedRelation: "conversations"
      referencedColumns: ["workspace_id","owner_id","connection_id","id"]
    },{
      foreignKeyName: "nudges_workspace_id_owner_id_contact_id_fkey"
      columns: ["workspace_id","owner_id","contact_id"]
isOneToOne: false
      referencedRelation: "contacts"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"outbound_messages": {
                  Row: {
                    "approved_by": string | null,"approved_via": string,"attempts": number,"body": string,"connection_id": string,"content_hash": string,"conversation_id": string,"created_at": string,"head_message_id": string | null,"id": string,"ignores_quiet_hours": boolean,"internet_message_id": string,"is_shared": boolean,"kind": string,"not_after": string,"not_before": string,"other_recipients": NonNullable<Json>,"owner_id": string,"provider_message_id": string | null,"provider_thread_id": string | null,"recipient_address": string,"recipient_name": string | null,"reply_to_message_id": string | null,"sending_at": string | null,"sent_at": string | null,"state": string,"state_reason": string | null,"subject": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "approved_by"?: string | null,"approved_via": string,"attempts"?: number,"body": string,"connection_id": string,"content_hash": string,"conversation_id": string,"created_at"?: string,"head_message_id"?: string | null,"id"?: string,"ignores_quiet_hours"?: boolean,"internet_message_id": string,"is_shared"?: boolean,"kind": string,"not_after": string,"not_before": string,"other_recipients"?: NonNullable<Json>,"owner_id": string,"provider_message_id"?: string | null,"provider_thread_id"?: string | null,"recipient_address": string,"recipient_name"?: string | null,"reply_to_message_id"?: string | null,"sending_at"?: string | null,"sent_at"?: string | null,"state"?: string,"state_reason"?: string | null,"subject": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "approved_by"?: string | null,"approved_via"?: string,"attempts"?: number,"body"?: string,"connection_id"?: string,"content_hash"?: string,"conversation_id"?: string,"created_at"?: string,"head_message_id"?: string | null,"id"?: string,"ignores_quiet_hours"?: boolean,"internet_message_id"?: string,"is_shared"?: boolean,"kind"?: string,"not_after"?: string,"not_before"?: string,"other_recipients"?: NonNullable<Json>,"owner_id"?: string,"provider_message_id"?: string | null,"provider_thread_id"?: string | null,"recipient_address"?: string,"recipient_name"?: string | null,"reply_to_message_id"?: string | null,"sending_at"?: string | null,"sent_at"?: string | null,"state"?: string,"state_reason"?: string | null,"subject"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "outbound_messages_workspace_id_owner_id_connection_id_conv_fkey"
      columns: ["workspace_id","owner_id","connection_id","conversation_id"]
isOneToOne: false
      referencedRelation: "conversations"
      referencedColumns: ["workspace_id","owner_id","connection_id","id"]
    },{
      foreignKeyName: "outbound_messages_workspace_id_reply_to_message_id_fkey"
      columns: ["workspace_id","reply_to_message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"profiles": {
                  Row: {
                    "created_at": string,"display_name": string,"email": string,"id": string,"locale": string,"time_zone": string,"updated_at": string,"working_hours": NonNullable<Json>
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"display_name": string,"email": string,"id": string,"locale"?: string,"time_zone"?: string,"updated_at"?: string,"working_hours"?: NonNullable<Json>
                  }
                  Update: {
                    "created_at"?: string,"display_name"?: string,"email"?: string,"id"?: string,"locale"?: string,"time_zone"?: string,"updated_at"?: string,"working_hours"?: NonNullable<Json>
                  }
                  Relationships: [
                    
                  ]
                },"promises": {
                  Row: {
                    "created_at": string,"due_at": string | null,"due_on": string | null,"evidence": NonNullable<Json>,"id": string,"is_shared": boolean,"message_id": string,"owner_id": string,"promised_by": string,"quote": string,"settled_at": string | null,"settled_by": string | null,"settled_by_message_id": string | null,"settled_quote": string | null,"side": string,"source": string,"state": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "created_at"?: string,"due_at"?: string | null,"due_on"?: string | null,"evidence": NonNullable<Json>,"id"?: string,"is_shared"?: boolean,"message_id": string,"owner_id": string,"promised_by": string,"quote": string,"settled_at"?: string | null,"settled_by"?: string | null,"settled_by_message_id"?: string | null,"settled_quote"?: string | null,"side": string,"source": string,"state"?: string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "created_at"?: string,"due_at"?: string | null,"due_on"?: string | null,"evidence"?: NonNullable<Json>,"id"?: string,"is_shared"?: boolean,"message_id"?: string,"owner_id"?: string,"promised_by"?: string,"quote"?: string,"settled_at"?: string | null,"settled_by"?: string | null,"settled_by_message_id"?: string | null,"settled_quote"?: string | null,"side"?: string,"source"?: string,"state"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "promises_workspace_id_message_id_fkey"
      columns: ["workspace_id","message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    },{
      foreignKeyName: "promises_workspace_id_settled_by_message_id_fkey"
      columns: ["workspace_id","settled_by_message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"prompts": {
                  Row: {
                    "ai_action_id": string | null,"answer": Json | null,"coverage": Json | null,"created_at": string,"engine": string | null,"fallback_reason": string | null,"finished_at": string | null,"from_at": string | null,"id": string,"intent": string | null,"message_ids": (string)[],"owner_id": string,"prompt": string,"status": string,"status_reason": string | null,"until_at": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "ai_action_id"?: string | null,"answer"?: Json | null,"coverage"?: Json | null,"created_at"?: string,"engine"?: string | null,"fallback_reason"?: string | null,"finished_at"?: string | null,"from_at"?: string | null,"id"?: string,"intent"?: string | null,"message_ids"?: (string)[],"owner_id": string,"prompt": string,"status"?: string,"status_reason"?: string | null,"until_at"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "ai_action_id"?: string | null,"answer"?: Json | null,"coverage"?: Json | null,"created_at"?: string,"engine"?: string | null,"fallback_reason"?: string | null,"finished_at"?: string | null,"from_at"?: string | null,"id"?: string,"intent"?: string | null,"message_ids"?: (string)[],"owner_id"?: string,"prompt"?: string,"status"?: string,"status_reason"?: string | null,"until_at"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "prompts_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "prompts_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"proposal_settings": {
                  Row: {
                    "is_hourly": boolean,"made_at": string | null,"owner_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "is_hourly": boolean,"made_at"?: string | null,"owner_id": string,"workspace_id": string
                  }
                  Update: {
                    "is_hourly"?: boolean,"made_at"?: string | null,"owner_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "proposal_settings_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "proposal_settings_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"proposals": {
                  Row: {
                    "cause_id": string,"created_at": string,"id": string,"kind": string,"owner_id": string,"result_id": string | null,"settled_at": string | null,"status": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "cause_id": string,"created_at"?: string,"id"?: string,"kind": string,"owner_id": string,"result_id"?: string | null,"settled_at"?: string | null,"status"?: string,"workspace_id": string
                  }
                  Update: {
                    "cause_id"?: string,"created_at"?: string,"id"?: string,"kind"?: string,"owner_id"?: string,"result_id"?: string | null,"settled_at"?: string | null,"status"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "proposals_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "proposals_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"summaries": {
                  Row: {
                    "content": NonNullable<Json>,"content_hash": string,"created_at": string,"engine": string,"from_at": string,"id": string,"message_ids": (string)[],"model": string,"owner_id": string,"scope": string,"until_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "content": NonNullable<Json>,"content_hash": string,"created_at"?: string,"engine": string,"from_at": string,"id"?: string,"message_ids": (string)[],"model": string,"owner_id": string,"scope": string,"until_at": string,"workspace_id": string
                  }
                  Update: {
                    "content"?: NonNullable<Json>,"content_hash"?: string,"created_at"?: string,"engine"?: string,"from_at"?: string,"id"?: string,"message_ids"?: (string)[],"model"?: string,"owner_id"?: string,"scope"?: string,"until_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "summaries_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "summaries_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"suppressions": {
                  Row: {
                    "address_hash": string,"created_at": string,"created_by": string | null,"reason": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "address_hash": string,"created_at"?: string,"created_by"?: string | null,"reason": string,"workspace_id": string
                  }
                  Update: {
                    "address_hash"?: string,"created_at"?: string,"created_by"?: string | null,"reason"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "suppressions_created_by_fkey"
      columns: ["created_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "suppressions_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"sync_failures": {
                  Row: {
                    "attempt_count": number,"connection_id": string,"first_failed_at": string,"id": string,"last_failed_at": string,"owner_id": string,"provider_message_id": string,"reason": string,"resolved_at": string | null,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "attempt_count"?: number,"connection_id": string,"first_failed_at"?: string,"id"?: string,"last_failed_at"?: string,"owner_id": string,"provider_message_id": string,"reason": string,"resolved_at"?: string | null,"workspace_id": string
                  }
                  Update: {
                    "attempt_count"?: number,"connection_id"?: string,"first_failed_at"?: string,"id"?: string,"last_failed_at"?: string,"owner_id"?: string,"provider_message_id"?: string,"reason"?: string,"resolved_at"?: string | null,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "sync_failures_workspace_id_owner_id_connection_id_fkey"
      columns: ["workspace_id","owner_id","connection_id"]
isOneToOne: false
      referencedRelation: "connections"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"sync_gaps": {
                  Row: {
                    "closed_at": string | null,"connection_id": string,"found_count": number,"from_cursor": number,"id": string,"opened_at": string,"owner_id": string,"removed_count": number,"since": string,"stream": string,"to_cursor": number,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "closed_at"?: string | null,"connection_id": string,"found_count"?: number,"from_cursor": number,"id"?: string,"opened_at"?: string,"owner_id": string,"removed_count"?: number,"since": string,"stream": string,"to_cursor": number,"workspace_id": string
                  }
                  Update: {
                    "closed_at"?: string | null,"connection_id"?: string,"found_count"?: number,"from_cursor"?: number,"id"?: string,"opened_at"?: string,"owner_id"?: string,"removed_count"?: number,"since"?: string,"stream"?: string,"to_cursor"?: number,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "sync_gaps_workspace_id_owner_id_connection_id_fkey"
      columns: ["workspace_id","owner_id","connection_id"]
isOneToOne: false
      referencedRelation: "connections"
      referencedColumns: ["workspace_id","owner_id","id"]
    }
                  ]
                },"tags": {
                  Row: {
                    "colour": string,"created_at": string,"id": string,"is_shared": boolean,"name": string,"owner_id": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "colour"?: string,"created_at"?: string,"id"?: string,"is_shared"?: boolean,"name": string,"owner_id": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "colour"?: string,"created_at"?: string,"id"?: string,"is_shared"?: boolean,"name"?: string,"owner_id"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "tags_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "tags_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"tasks": {
                  Row: {
                    "assignee_id": string | null,"completed_at": string | null,"created_at": string,"details": string,"due_at": string | null,"due_on": string | null,"evidence": Json | null,"id": string,"is_shared": boolean,"message_id": string | null,"owner_id": string,"priority": string,"snoozed_until": string | null,"source": string,"status": string,"title": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "assignee_id"?: string | null,"completed_at"?: string | null,"created_at"?: string,"details"?: string,"due_at"?: string | null,"due_on"?: string | null,"evidence"?: Json | null,"id"?: string,"is_shared"?: boolean,"message_id"?: string | null,"owner_id": string,"priority"?: string,"snoozed_until"?: string | null,"source": string,"status"?: string,"title": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "assignee_id"?: string | null,"completed_at"?: string | null,"created_at"?: string,"details"?: string,"due_at"?: string | null,"due_on"?: string | null,"evidence"?: Json | null,"id"?: string,"is_shared"?: boolean,"message_id"?: string | null,"owner_id"?: string,"priority"?: string,"snoozed_until"?: string | null,"source"?: string,"status"?: string,"title"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "tasks_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "tasks_workspace_id_assignee_id_fkey"
      columns: ["workspace_id","assignee_id"]
isOneToOne: false
      referencedRelation: "workspace_members"
      referencedColumns: ["workspace_id","user_id"]
    },{
      foreignKeyName: "tasks_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "tasks_workspace_id_message_id_fkey"
      columns: ["workspace_id","message_id"]
isOneToOne: false
      referencedRelation: "messages"
      referencedColumns: ["workspace_id","id"]
    }
                  ]
                },"tone_presets": {
                  Row: {
                    "base_tone": string,"created_at": string,"description": string,"examples": (string)[],"id": string,"instructions": string,"is_default": boolean,"is_shared": boolean,"name": string,"owner_id": string,"updated_at": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "base_tone"?: string,"created_at"?: string,"description"?: string,"examples"?: (string)[],"id"?: string,"instructions"?: string,"is_default"?: boolean,"is_shared"?: boolean,"name": string,"owner_id": string,"updated_at"?: string,"workspace_id": string
                  }
                  Update: {
                    "base_tone"?: string,"created_at"?: string,"description"?: string,"examples"?: (string)[],"id"?: string,"instructions"?: string,"is_default"?: boolean,"is_shared"?: boolean,"name"?: string,"owner_id"?: string,"updated_at"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "tone_presets_owner_id_fkey"
      columns: ["owner_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "tone_presets_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"workspace_invitations": {
                  Row: {
                    "accepted_at": string | null,"accepted_by": string | null,"created_at": string,"email": string,"expires_at": string,"id": string,"invited_by": string | null,"revoked_at": string | null,"role": string,"sent_count": number,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "accepted_at"?: string | null,"accepted_by"?: string | null,"created_at"?: string,"email": string,"expires_at": string,"id"?: string,"invited_by"?: string | null,"revoked_at"?: string | null,"role": string,"sent_count"?: number,"workspace_id": string
                  }
                  Update: {
                    "accepted_at"?: string | null,"accepted_by"?: string | null,"created_at"?: string,"email"?: string,"expires_at"?: string,"id"?: string,"invited_by"?: string | null,"revoked_at"?: string | null,"role"?: string,"sent_count"?: number,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "workspace_invitations_accepted_by_fkey"
      columns: ["accepted_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "workspace_invitations_invited_by_fkey"
      columns: ["invited_by"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "workspace_invitations_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"workspace_members": {
                  Row: {
                    "joined_at": string,"role": string,"user_id": string,"workspace_id": string
                  }
                  ComputedFields: never
                  Insert: {
                    "joined_at"?: string,"role"?: string,"user_id": string,"workspace_id": string
                  }
                  Update: {
                    "joined_at"?: string,"role"?: string,"user_id"?: string,"workspace_id"?: string
                  }
                  Relationships: [
                    {
      foreignKeyName: "workspace_members_user_id_fkey"
      columns: ["user_id"]
isOneToOne: false
      referencedRelation: "profiles"
      referencedColumns: ["id"]
    },{
      foreignKeyName: "workspace_members_workspace_id_fkey"
      columns: ["workspace_id"]
isOneToOne: false
      referencedRelation: "workspaces"
      referencedColumns: ["id"]
    }
                  ]
                },"workspaces": {
                  Row: {
                    "admins_see_everything": boolean,"admins_see_everything_since": string | null,"ai_budget_usd": number | null,"autopilot_mode": string,"branding": NonNullable<Json>,"created_at": string,"default_tone": string,"default_wait_hours": number,"follow_up_window_days": number,"id": string,"is_personal": boolean,"max_nudges": number,"name": string,"quiet_hours_end": string,"quiet_hours_start": string,"retention_days": number,"slug": string,"time_zone": string,"touch_gap_hours": number,"updated_at": string,"voice_guidelines": string | null
                  }
                  ComputedFields: never
                  Insert: {
                    "admins_see_everything"?: boolean,"admins_see_everything_since"?: string | null,"ai_budget_usd"?: number | null,"autopilot_mode"?: string,"branding"?: NonNullable<Json>,"created_at"?: string,"default_tone"?: string,"default_wait_hours"?: number,"follow_up_window_days"?: number,"id"?: string,"is_personal"?: boolean,"max_nudges"?: number,"name": string,"quiet_hours_end"?: string,"quiet_hours_start"?: string,"retention_days"?: number,"slug": string,"time_zone"?: string,"touch_gap_hours"?: number,"updated_at"?: string,"voice_guidelines"?: string | null
                  }
                  Update: {
                    "admins_see_everything"?: boolean,"admins_see_everything_since"?: string | null,"ai_budget_usd"?: number | null,"autopilot_mode"?: string,"branding"?: NonNullable<Json>,"created_at"?: string,"default_tone"?: string,"default_wait_hours"?: number,"follow_up_window_days"?: number,"id"?: string,"is_personal"?: boolean,"max_nudges"?: number,"name"?: string,"quiet_hours_end"?: string,"quiet_hours_start"?: string,"retention_days"?: number,"slug"?: string,"time_zone"?: string,"touch_gap_hours"?: number,"updated_at"?: string,"voice_guidelines"?: string | null
                  }
                  Relationships: [
                    
                  ]
                }
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            "accept_invitation":
{ Args: { "token": string }; Returns: {
              "joined_at": string,
"role": string,
"user_id": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "workspace_members"
        isOneToOne: true
        isSetofReturn: false
      } },
"accept_proposal":
{ Args: { "proposal_id": string,"slot"?: Json }; Returns: {
              "cause_id": string,
"created_at": string,
"id": string,
"kind": string,
"owner_id": string,
"result_id": string | null,
"settled_at": string | null,
"status": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "proposals"
        isOneToOne: true
        isSetofReturn: false
      } },
"add_own_address":
{ Args: { "address": string,"connection_id": string }; Returns: {
              "address": string,
"auto_classify": boolean,
"auto_create_tasks": boolean,
"channel": string,
"created_at": string,
"display_name": string,
"features": (string)[],
"id": string,
"importing_until": string | null,
"is_shared": boolean,
"own_addresses": (string)[],
"owner_id": string,
"provider": string,
"provider_account_id": string | null,
"scopes": (string)[],
"status": string,
"status_reason": string | null,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "connections"
        isOneToOne: true
        isSetofReturn: false
      } },
"ai_budget":
{ Args: { "workspace_id": string }; Returns: Json
                           },
"answer_coverage":
{ Args: { "connection_ids"?: (string)[],"from_at"?: string,"until_at"?: string,"workspace_id": string }; Returns: Json
                           },
"answer_metric":
{ Args: { "filters"?: Json,"from_at"?: string,"metric": string,"until_at"?: string,"workspace_id": string }; Returns: Json
                           },
"approve_nudge":
{ Args: { "draft_version": number,"nudge_id": string }; Returns: {
              "approved_at": string | null,
"approved_by": string | null,
"asked_by": string | null,
"basis_message_id": string | null,
"body": string | null,
"connection_id": string,
"contact_id": string | null,
"conversation_id": string,
"created_at": string,
"draft_confidence": number | null,
"draft_source": string | null,
"draft_version": number,
"due_at": string,
"flags": (string)[],
"id": string,
"is_shared": boolean,
"outbound_message_id": string | null,
"owner_id": string,
"recipient_address": string,
"recipient_name": string | null,
"sent_at": string | null,
"status": string,
"status_reason": string | null,
"step": number,
"subject": string,
"tone": string,
"updated_at": string,
"why": NonNullable<Json>,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "nudges"
        isOneToOne: true
        isSetofReturn: false
      } },
"archive_conversations":
{ Args: { "conversation_ids": (string)[],"is_archived"?: boolean }; Returns: Database["public"]['CompositeTypes']["conversation_change"][]
                          SetofOptions: {
        from: "*"
        to: "conversation_change"
        isOneToOne: false
        isSetofReturn: true
      } },
"audit_mailbox":
{ Args: { "connection_id": string,"from_on"?: string,"to_on"?: string }; Returns: undefined
                           },
"batch_status":
{ Args: { "batch_id": string }; Returns: {
              "cancelled": number,"dead": number,"done": number,"total": number
            }[]
                           },
"busy_times":
{ Args: { "from_at": string,"until_at": string,"user_ids": (string)[],"workspace_id": string }; Returns: {
              "ends_at": string,"starts_at": string,"user_id": string
            }[]
                           },
"cancel_nudge":
{ Args: { "nudge_id": string }; Returns: {
              "approved_at": string | null,
"approved_by": string | null,
"asked_by": string | null,
"basis_message_id": string | null,
"body": string | null,
"connection_id": string,
"contact_id": string | null,
"conversation_id": string,
"created_at": string,
"draft_confidence": number | null,
"draft_source": string | null,
"draft_version": number,
"due_at": string,
"flags": (string)[],
"id": string,
"is_shared": boolean,
"outbound_message_id": string | null,
"owner_id": string,
"recipient_address": string,
"recipient_name": string | null,
"sent_at": string | null,
"status": string,
"status_reason": string | null,
"step": number,
"subject": string,
"tone": string,
"updated_at": string,
"why": NonNullable<Json>,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "nudges"
        isOneToOne: true
        isSetofReturn: false
      } },
"change_member_role":
{ Args: { "role": string,"user_id": string,"workspace_id": string }; Returns: {
              "joined_at": string,
"role": string,
"user_id": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "workspace_members"
        isOneToOne: true
        isSetofReturn: false
      } },
"change_profile":
{ Args: { "settings": Json }; Returns: {
              "created_at": string,
"display_name": string,
"email": string,
"id": string,
"locale": string,
"time_zone": string,
"updated_at": string,
"working_hours": NonNullable<Json>
            }
                          SetofOptions: {
        from: "*"
        to: "profiles"
        isOneToOne: true
        isSetofReturn: false
      } },
"change_tag":
{ Args: { "colour"?: string,"name"?: string,"tag_id": string }; Returns: {
              "colour": string,
"created_at": string,
"id": string,
"is_shared": boolean,
"name": string,
"owner_id": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "tags"
        isOneToOne: true
        isSetofReturn: false
      } },
"change_task":
{ Args: { "changes": Json,"task_id": string }; Returns: {
              "assignee_id": string | null,
"completed_at": string | null,
"created_at": string,
"details": string,
"due_at": string | null,
"due_on": string | null,
"evidence": Json | null,
"id": string,
"is_shared": boolean,
"message_id": string | null,
"owner_id": string,
"priority": string,
"snoozed_until": string | null,
"source": string,
"status": string,
"title": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "tasks"
        isOneToOne: true
        isSetofReturn: false
      } },
"change_tone_preset":
{ Args: { "preset": Json,"tone_preset_id": string }; Returns: {
              "base_tone": string,
"created_at": string,
"description": string,
"examples": (string)[],
"id": string,
"instructions": string,
"is_default": boolean,
"is_shared": boolean,
"name": string,
"owner_id": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "tone_presets"
        isOneToOne: true
        isSetofReturn: false
      } },
"change_workspace":
{ Args: { "settings": Json,"workspace_id": string }; Returns: {
              "admins_see_everything": boolean,
"admins_see_everything_since": string | null,
"ai_budget_usd": number | null,
"autopilot_mode": string,
"branding": NonNullable<Json>,
"created_at": string,
"default_tone": string,
"default_wait_hours": number,
"follow_up_window_days": number,
"id": string,
"is_personal": boolean,
"max_nudges": number,
"name": string,
"quiet_hours_end": string,
"quiet_hours_start": string,
"retention_days": number,
"slug": string,
"time_zone": string,
"touch_gap_hours": number,
"updated_at": string,
"voice_guidelines": string | null
            }
                          SetofOptions: {
        from: "*"
        to: "workspaces"
        isOneToOne: true
        isSetofReturn: false
      } },
"classify_message":
{ Args: { "message_id": string }; Returns: string
                           },
"confirm_event_suggestion":
{ Args: { "calendar_id"?: string,"notify"?: string,"slot"?: Json,"suggestion_id": string,"version": number }; Returns: {
              "attendees": NonNullable<Json>,
"confirmed_at": string | null,
"connection_id": string,
"conversation_id": string,
"created_at": string,
"event_id": string | null,
"evidence": NonNullable<Json>,
"expires_at": string,
"id": string,
"is_shared": boolean,
"is_zone_ambiguous": boolean,
"kind": string,
"length_minutes": number | null,
"message_id": string,
"owner_id": string,
"place": string | null,
"side": string,
"slots": NonNullable<Json>,
"source": string,
"status": string,
"status_reason": string | null,
"title": string,
"updated_at": string,
"version": number,
"workspace_id": string,
"zone": string,
"zone_source": string
            }
                          SetofOptions: {
        from: "*"
        to: "event_suggestions"
        isOneToOne: true
        isSetofReturn: false
      } },
"connect_mailbox_for_import":
{ Args: { "address": string,"display_name"?: string,"workspace_id": string }; Returns: {
              "address": string,
"auto_classify": boolean,
"auto_create_tasks": boolean,
"channel": string,
"created_at": string,
"display_name": string,
"features": (string)[],
"id": string,
"importing_until": string | null,
"is_shared": boolean,
"own_addresses": (string)[],
"owner_id": string,
"provider": string,
"provider_account_id": string | null,
"scopes": (string)[],
"status": string,
"status_reason": string | null,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "connections"
        isOneToOne: true
        isSetofReturn: false
      } },
"conversation_messages":
{ Args: { "before_at"?: string,"before_id"?: string,"conversation_id": string,"page_size"?: number }; Returns: {
              "attachments": Json,"automatic_kind": string,"bounce": Json,"direction": string,"expects_reply": boolean,"expects_reply_evidence": string,"html": string,"id": string,"importance_score": number,"is_truncated": boolean,"read_at": string,"recipients": Json,"sender_address": string,"sender_name": string,"sent_at": string,"subject": string,"text_new": string,"text_quoted": string,"text_signature": string
            }[]
                           },
"correct_triage":
{ Args: { "corrections": Json,"message_id": string }; Returns: {
              "actionability": string,
"ai_action_id": string | null,
"category": string,
"classified_at": string,
"confidence": number,
"content_hash": string,
"corrected_at": string | null,
"corrected_by": string | null,
"corrected_fields": (string)[],
"created_at": string,
"engine": string,
"evidence": NonNullable<Json>,
"fallback_reason": string | null,
"is_shared": boolean,
"key_points": (string)[],
"language": string | null,
"learned_fields": (string)[],
"message_id": string,
"model": string,
"needs_reply": boolean,
"owner_id": string,
"priority": string,
"prompt_version": string,
"sentiment": string,
"summary": string,
"taught_fields": (string)[],
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "message_triage"
        isOneToOne: true
        isSetofReturn: false
      } },
"create_entity":
{ Args: { "aliases"?: (string)[],"description"?: string,"kind": string,"name": string,"workspace_id": string }; Returns: {
              "aliases": (string)[],
"created_at": string,
"description": string,
"id": string,
"is_shared": boolean,
"kind": string,
"name": string,
"owner_id": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "entities"
        isOneToOne: true
        isSetofReturn: false
      } },
"create_event":
{ Args: { "calendar_id": string,"event": Json,"notify"?: string }; Returns: {
              "calendar_id": string,
"conference_status": string,
"conference_url": string | null,
"created_at": string,
"description": string | null,
"ends_at": string | null,
"ends_on": string | null,
"etag": string | null,
"expanded_until": string | null,
"has_more_attendees": boolean,
"html_link": string | null,
"ical_uid": string | null,
"id": string,
"is_all_day": boolean,
"is_doubtful": boolean,
"is_organizer": boolean,
"is_pending": boolean,
"is_shared": boolean,
"kind": string,
"location": string | null,
"my_response": string | null,
"organizer_address": string | null,
"organizer_name": string | null,
"origin_id": string | null,
"original_starts_at": string | null,
"original_starts_on": string | null,
"owner_id": string,
"provider_event_id": string,
"provider_updated_at": string | null,
"recurrence": (string)[],
"recurring_event_id": string | null,
"search": unknown,
"seen_at": string,
"sequence": number,
"series_ends_at": string | null,
"series_id": string | null,
"series_problem": string | null,
"series_version": number,
"starts_at": string | null,
"starts_on": string | null,
"status": string,
"time_zone": string | null,
"title": string | null,
"transparency": string,
"updated_at": string,
"visibility": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "calendar_events"
        isOneToOne: true
        isSetofReturn: false
      } },
"create_note":
{ Args: { "body": string,"title"?: string,"workspace_id": string }; Returns: {
              "body": string,
"created_at": string,
"id": string,
"is_shared": boolean,
"owner_id": string,
"title": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "notes"
        isOneToOne: true
        isSetofReturn: false
      } },
"create_tag":
{ Args: { "colour"?: string,"is_shared"?: boolean,"name": string,"workspace_id": string }; Returns: {
              "colour": string,
"created_at": string,
"id": string,
"is_shared": boolean,
"name": string,
"owner_id": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "tags"
        isOneToOne: true
        isSetofReturn: false
      } },
"create_task":
{ Args: { "task": Json,"workspace_id": string }; Returns: {
              "assignee_id": string | null,
"completed_at": string | null,
"created_at": string,
"details": string,
"due_at": string | null,
"due_on": string | null,
"evidence": Json | null,
"id": string,
"is_shared": boolean,
"message_id": string | null,
"owner_id": string,
"priority": string,
"snoozed_until": string | null,
"source": string,
"status": string,
"title": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "tasks"
        isOneToOne: true
        isSetofReturn: false
      } },
"create_tone_preset":
{ Args: { "preset": Json,"workspace_id": string }; Returns: {
              "base_tone": string,
"created_at": string,
"description": string,
"examples": (string)[],
"id": string,
"instructions": string,
"is_default": boolean,
"is_shared": boolean,
"name": string,
"owner_id": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "tone_presets"
        isOneToOne: true
        isSetofReturn: false
      } },
"create_workspace":
{ Args: { "name": string }; Returns: {
              "admins_see_everything": boolean,
"admins_see_everything_since": string | null,
"ai_budget_usd": number | null,
"autopilot_mode": string,
"branding": NonNullable<Json>,
"created_at": string,
"default_tone": string,
"default_wait_hours": number,
"follow_up_window_days": number,
"id": string,
"is_personal": boolean,
"max_nudges": number,
"name": string,
"quiet_hours_end": string,
"quiet_hours_start": string,
"retention_days": number,
"slug": string,
"time_zone": string,
"touch_gap_hours": number,
"updated_at": string,
"voice_guidelines": string | null
            }
                          SetofOptions: {
        from: "*"
        to: "workspaces"
        isOneToOne: true
        isSetofReturn: false
      } },
"delete_entity":
{ Args: { "entity_id": string }; Returns: undefined
                           },
"delete_event":
{ Args: { "event_id": string,"instance_at"?: string,"notify"?: string }; Returns: {
              "calendar_id": string,
"conference_status": string,
"conference_url": string | null,
"created_at": string,
"description": string | null,
"ends_at": string | null,
"ends_on": string | null,
"etag": string | null,
"expanded_until": string | null,
"has_more_attendees": boolean,
"html_link": string | null,
"ical_uid": string | null,
"id": string,
"is_all_day": boolean,
"is_doubtful": boolean,
"is_organizer": boolean,
"is_pending": boolean,
"is_shared": boolean,
"kind": string,
"location": string | null,
"my_response": string | null,
"organizer_address": string | null,
"organizer_name": string | null,
"origin_id": string | null,
"original_starts_at": string | null,
"original_starts_on": string | null,
"owner_id": string,
"provider_event_id": string,
"provider_updated_at": string | null,
"recurrence": (string)[],
"recurring_event_id": string | null,
"search": unknown,
"seen_at": string,
"sequence": number,
"series_ends_at": string | null,
"series_id": string | null,
"series_problem": string | null,
"series_version": number,
"starts_at": string | null,
"starts_on": string | null,
"status": string,
"time_zone": string | null,
"title": string | null,
"transparency": string,
"updated_at": string,
"visibility": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "calendar_events"
        isOneToOne: true
        isSetofReturn: false
      } },
"delete_note":
{ Args: { "note_id": string }; Returns: undefined
                           },
"delete_prompt":
{ Args: { "prompt_id": string }; Returns: undefined
                           },
"delete_tag":
{ Args: { "tag_id": string }; Returns: {
              "colour": string,
"created_at": string,
"id": string,
"is_shared": boolean,
"name": string,
"owner_id": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "tags"
        isOneToOne: true
        isSetofReturn: false
      } },
"delete_task":
{ Args: { "task_id": string }; Returns: undefined
                           },
"delete_tone_preset":
{ Args: { "tone_preset_id": string }; Returns: undefined
                           },
"discard_draft":
{ Args: { "draft_id": string }; Returns: {
              "ai_action_id": string | null,
"approved_at": string | null,
"approved_by": string | null,
"body": string | null,
"confidence": number | null,
"connection_id": string,
"conversation_id": string,
"created_at": string,
"fallback_reason": string | null,
"flags": (string)[],
"id": string,
"instruction": string | null,
"is_shared": boolean,
"kind": string,
"other_recipients": NonNullable<Json>,
"outbound_message_id": string | null,
"owner_id": string,
"place": number,
"reasons": (string)[],
"recipient_address": string,
"recipient_name": string | null,
"reply_to_message_id": string | null,
"request_id": string,
"sent_at": string | null,
"source": string | null,
"status": string,
"status_reason": string | null,
"subject": string,
"tone": string,
"tone_preset_id": string | null,
"updated_at": string,
"version": number,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "message_drafts"
        isOneToOne: true
        isSetofReturn: false
      } },
"disconnect_connection":
{ Args: { "connection_id": string,"data": string }; Returns: {
              "address": string,
"auto_classify": boolean,
"auto_create_tasks": boolean,
"channel": string,
"created_at": string,
"display_name": string,
"features": (string)[],
"id": string,
"importing_until": string | null,
"is_shared": boolean,
"own_addresses": (string)[],
"owner_id": string,
"provider": string,
"provider_account_id": string | null,
"scopes": (string)[],
"status": string,
"status_reason": string | null,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "connections"
        isOneToOne: true
        isSetofReturn: false
      } },
"dismiss_event_suggestion":
{ Args: { "suggestion_id": string,"version": number }; Returns: {
              "attendees": NonNullable<Json>,
"confirmed_at": string | null,
"connection_id": string,
"conversation_id": string,
"created_at": string,
"event_id": string | null,
"evidence": NonNullable<Json>,
"expires_at": string,
"id": string,
"is_shared": boolean,
"is_zone_ambiguous": boolean,
"kind": string,
"length_minutes": number | null,
"message_id": string,
"owner_id": string,
"place": string | null,
"side": string,
"slots": NonNullable<Json>,
"source": string,
"status": string,
"status_reason": string | null,
"title": string,
"updated_at": string,
"version": number,
"workspace_id": string,
"zone": string,
"zone_source": string
            }
                          SetofOptions: {
        from: "*"
        to: "event_suggestions"
        isOneToOne: true
        isSetofReturn: false
      } },
"dismiss_proposal":
{ Args: { "proposal_id": string }; Returns: {
              "cause_id": string,
"created_at": string,
"id": string,
"kind": string,
"owner_id": string,
"result_id": string | null,
"settled_at": string | null,
"status": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "proposals"
        isOneToOne: true
        isSetofReturn: false
      } },
"edit_draft":
{ Args: { "body": string,"draft_id": string,"draft_version": number }; Returns: {
              "ai_action_id": string | null,
"approved_at": string | null,
"approved_by": string | null,
"body": string | null,
"confidence": number | null,
"connection_id": string,
"conversation_id": string,
"created_at": string,
"fallback_reason": string | null,
"flags": (string)[],
"id": string,
"instruction": string | null,
"is_shared": boolean,
"kind": string,
"other_recipients": NonNullable<Json>,
"outbound_message_id": string | null,
"owner_id": string,
"place": number,
"reasons": (string)[],
"recipient_address": string,
"recipient_name": string | null,
"reply_to_message_id": string | null,
"request_id": string,
"sent_at": string | null,
"source": string | null,
"status": string,
"status_reason": string | null,
"subject": string,
"tone": string,
"tone_preset_id": string | null,
"updated_at": string,
"version": number,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "message_drafts"
        isOneToOne: true
        isSetofReturn: false
      } },
"edit_nudge":
{ Args: { "body": string,"draft_version": number,"nudge_id": string }; Returns: {
              "approved_at": string | null,
"approved_by": string | null,
"asked_by": string | null,
"basis_message_id": string | null,
"body": string | null,
"connection_id": string,
"contact_id": string | null,
"conversation_id": string,
"created_at": string,
"draft_confidence": number | null,
"draft_source": string | null,
"draft_version": number,
"due_at": string,
"flags": (string)[],
"id": string,
"is_shared": boolean,
"outbound_message_id": string | null,
"owner_id": string,
"recipient_address": string,
"recipient_name": string | null,
"sent_at": string | null,
"status": string,
"status_reason": string | null,
"step": number,
"subject": string,
"tone": string,
"updated_at": string,
"why": NonNullable<Json>,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "nudges"
        isOneToOne: true
        isSetofReturn: false
      } },
"explain_follow_up":
{ Args: { "conversation_id": string }; Returns: Json
                           },
"explain_send":
{ Args: { "nudge_id": string }; Returns: Json
                           },
"find_people":
{ Args: { "max_count"?: number,"name": string,"workspace_id": string }; Returns: {
              "addresses": (string)[],"contact_id": string,"display_name": string,"last_seen_at": string,"match": string
            }[]
                           },
"folder_counts":
{ Args: { "workspace_id": string }; Returns: {
              "inbox": number,"snoozed": number,"starred": number,"unread": number,"waiting_on_them": number,"waiting_on_us": number
            }[]
                           },
"invite_member":
{ Args: { "email": string,"role"?: string,"workspace_id": string }; Returns: Json
                           },
"job_status":
{ Args: { "job_id": string }; Returns: {
              "attempts": number,"batch_id": string,"created_at": string,"error_slug": string,"finished_at": string,"held_by": string,"id": string,"progress_done": number,"progress_total": number,"queue": string,"run_at": string,"started_at": string,"state": string
            }[]
                           },
"leave_workspace":
{ Args: { "workspace_id": string }; Returns: undefined
                           },
"list_activity":
{ Args: { "before_at"?: string,"before_id"?: string,"conversation_id"?: string,"kinds"?: (string)[],"page_size"?: number,"workspace_id": string }; Returns: {
              "actor_id": string | null,
"connection_id": string | null,
"contact_id": string | null,
"conversation_id": string | null,
"detail": NonNullable<Json>,
"id": string,
"is_shared": boolean,
"kind": string,
"message_id": string | null,
"nudge_id": string | null,
"occurred_at": string,
"owner_id": string,
"workspace_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "activity_events"
        isOneToOne: false
        isSetofReturn: true
      } },
"list_conversations":
{ Args: { "audience"?: string,"automatic_kind"?: string,"before_at"?: string,"before_id"?: string,"channel"?: string,"connection_id"?: string,"contact_id"?: string,"from_at"?: string,"has_attachment"?: boolean,"is_archived"?: boolean,"is_starred"?: boolean,"is_unread"?: boolean,"needs_reply"?: boolean,"page_size"?: number,"priority"?: string,"search"?: string,"status"?: string,"tag"?: string,"until_at"?: string,"waiting_on"?: string,"workspace_id": string }; Returns: {
              "archived_at": string | null,
"archived_via": string | null,
"asked_message_id": string | null,
"attachment_count": number,
"automatic_kind": string,
"channel": string,
"connection_id": string,
"contact_id": string | null,
"created_at": string,
"head_message_id": string | null,
"id": string,
"is_automated": boolean,
"is_broadcast": boolean,
"is_shared": boolean,
"is_starred": boolean,
"last_inbound_at": string | null,
"last_message_at": string | null,
"last_outbound_at": string | null,
"message_count": number,
"needs_reply": boolean | null,
"next_check_at": string | null,
"owner_id": string,
"participant_addresses": (string)[],
"preview": string,
"priority": string,
"priority_source": string,
"provider_thread_id": string | null,
"recheck_at": string,
"snoozed_until": string | null,
"status": string,
"subject": string,
"subject_base": string,
"tags": (string)[],
"unread_count": number,
"updated_at": string,
"waiting_evidence": string | null,
"waiting_on": string,
"waiting_since": string | null,
"workspace_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "conversations"
        isOneToOne: false
        isSetofReturn: true
      } },
"list_conversations_with":
{ Args: { "addresses": (string)[],"page_size"?: number,"workspace_id": string }; Returns: {
              "archived_at": string | null,
"archived_via": string | null,
"asked_message_id": string | null,
"attachment_count": number,
"automatic_kind": string,
"channel": string,
"connection_id": string,
"contact_id": string | null,
"created_at": string,
"head_message_id": string | null,
"id": string,
"is_automated": boolean,
"is_broadcast": boolean,
"is_shared": boolean,
"is_starred": boolean,
"last_inbound_at": string | null,
"last_message_at": string | null,
"last_outbound_at": string | null,
"message_count": number,
"needs_reply": boolean | null,
"next_check_at": string | null,
"owner_id": string,
"participant_addresses": (string)[],
"preview": string,
"priority": string,
"priority_source": string,
"provider_thread_id": string | null,
"recheck_at": string,
"snoozed_until": string | null,
"status": string,
"subject": string,
"subject_base": string,
"tags": (string)[],
"unread_count": number,
"updated_at": string,
"waiting_evidence": string | null,
"waiting_on": string,
"waiting_since": string | null,
"workspace_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "conversations"
        isOneToOne: false
        isSetofReturn: true
      } },
"list_event_suggestions":
{ Args: { "before_at"?: string,"before_id"?: string,"page_size"?: number,"status"?: string,"workspace_id": string }; Returns: {
              "attendees": NonNullable<Json>,
"confirmed_at": string | null,
"connection_id": string,
"conversation_id": string,
"created_at": string,
"event_id": string | null,
"evidence": NonNullable<Json>,
"expires_at": string,
"id": string,
"is_shared": boolean,
"is_zone_ambiguous": boolean,
"kind": string,
"length_minutes": number | null,
"message_id": string,
"owner_id": string,
"place": string | null,
"side": string,
"slots": NonNullable<Json>,
"source": string,
"status": string,
"status_reason": string | null,
"title": string,
"updated_at": string,
"version": number,
"workspace_id": string,
"zone": string,
"zone_source": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "event_suggestions"
        isOneToOne: false
        isSetofReturn: true
      } },
"list_events":
{ Args: { "after_at"?: string,"after_id"?: string,"from_at"?: string,"of_kind"?: string,"owner_id"?: string,"page_size"?: number,"search"?: string,"until_at"?: string,"workspace_id": string }; Returns: {
              "calendar_id": string,"conference_status": string,"conference_url": string,"ends_at": string,"ends_on": string,"event_id": string,"id": string,"is_busy": boolean,"is_pending": boolean,"kind": string,"location": string,"my_response": string,"organizer_address": string,"recurring_event_id": string,"starts_at": string,"starts_on": string,"status": string,"time_zone": string,"title": string
            }[]
                           },
"list_messages":
{ Args: { "addresses"?: (string)[],"before_at"?: string,"before_id"?: string,"connection_ids"?: (string)[],"from_at"?: string,"page_size"?: number,"until_at"?: string,"workspace_id": string }; Returns: {
              "automatic_kind": string,"category": string,"connection_id": string,"content_hash": string,"conversation_id": string,"direction": string,"expects_reply": boolean,"expects_reply_evidence": string,"id": string,"needs_reply": boolean,"owner_id": string,"priority": string,"recipients": Json,"sender_address": string,"sender_name": string,"sent_at": string,"subject": string,"summary": string,"text_new": string
            }[]
                           },
"list_my_jobs":
{ Args: { "before_job_id"?: string,"page_size"?: number,"workspace_id": string }; Returns: {
              "attempts": number,"batch_id": string,"created_at": string,"error_slug": string,"finished_at": string,"held_by": string,"id": string,"progress_done": number,"progress_total": number,"queue": string,"run_at": string,"started_at": string,"state": string
            }[]
                           },
"list_notifications":
{ Args: { "before_notification_id"?: string,"only_unread"?: boolean,"page_size"?: number }; Returns: {
              "connection_id": string | null,
"created_at": string,
"cure": string,
"id": string,
"kind": string,
"owner_id": string,
"read_at": string | null,
"resolved_at": string | null,
"sentence": string,
"workspace_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "notifications"
        isOneToOne: false
        isSetofReturn: true
      } },
"list_oauth_clients":
{ Args: { "workspace_id": string }; Returns: {
              "client_id": string,"created_at": string,"provider": string
            }[]
                           },
"list_promises":
{ Args: { "addresses"?: (string)[],"before_at"?: string,"before_id"?: string,"from_at"?: string,"given_by"?: string,"page_size"?: number,"states"?: (string)[],"until_at"?: string,"workspace_id": string }; Returns: {
              "conversation_id": string,"due_at": string,"due_on": string,"given_at": string,"id": string,"message_id": string,"promised_by": string,"promised_by_name": string,"quote": string,"settled_by_message_id": string,"settled_quote": string,"side": string,"state": string
            }[]
                           },
"list_prompts":
{ Args: { "before_prompt_id"?: string,"page_size"?: number,"workspace_id": string }; Returns: {
              "ai_action_id": string | null,
"answer": Json | null,
"coverage": Json | null,
"created_at": string,
"engine": string | null,
"fallback_reason": string | null,
"finished_at": string | null,
"from_at": string | null,
"id": string,
"intent": string | null,
"message_ids": (string)[],
"owner_id": string,
"prompt": string,
"status": string,
"status_reason": string | null,
"until_at": string | null,
"workspace_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "prompts"
        isOneToOne: false
        isSetofReturn: true
      } },
"list_proposals":
{ Args: { "before_proposal_id"?: string,"page_size"?: number,"status"?: string,"workspace_id": string }; Returns: {
              "cause_id": string,
"created_at": string,
"id": string,
"kind": string,
"owner_id": string,
"result_id": string | null,
"settled_at": string | null,
"status": string,
"workspace_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "proposals"
        isOneToOne: false
        isSetofReturn: true
      } },
"list_summaries":
{ Args: { "before_summary_id"?: string,"page_size"?: number,"workspace_id": string }; Returns: {
              "content": NonNullable<Json>,
"content_hash": string,
"created_at": string,
"engine": string,
"from_at": string,
"id": string,
"message_ids": (string)[],
"model": string,
"owner_id": string,
"scope": string,
"until_at": string,
"workspace_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "summaries"
        isOneToOne: false
        isSetofReturn: true
      } },
"list_syncs":
{ Args: { "workspace_id": string }; Returns: {
              "backfill_since": string,"backfill_state": string,"backfilled_at": string,"checked_at": string,"connection_id": string,"estimated_count": number,"failure_count": number,"notified_at": string,"pushes_until": string,"read_count": number,"state": string
            }[]
                           },
"list_team":
{ Args: { "workspace_id": string }; Returns: {
              "display_name": string,"email": string,"joined_at": string,"role": string,"user_id": string
            }[]
                           },
"make_proposals":
{ Args: { "workspace_id": string }; Returns: number
                           },
"mark_conversations_read":
{ Args: { "conversation_ids": (string)[],"is_read"?: boolean }; Returns: Database["public"]['CompositeTypes']["conversation_change"][]
                          SetofOptions: {
        from: "*"
        to: "conversation_change"
        isOneToOne: false
        isSetofReturn: true
      } },
"mark_notifications_read":
{ Args: { "notification_ids": (string)[] }; Returns: number
                           },
"my_account":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"my_calendar":
{ Args: { "workspace_id": string }; Returns: {
              "access_role": string,
"connection_id": string | null,
"created_at": string,
"id": string,
"is_hidden": boolean,
"is_primary": boolean,
"is_selected": boolean,
"is_selected_by_person": boolean,
"is_shared": boolean,
"name": string,
"owner_id": string,
"provider_calendar_id": string | null,
"removed_at": string | null,
"time_zone": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "calendars"
        isOneToOne: true
        isSetofReturn: false
      } },
"open_conversation":
{ Args: { "conversation_id": string,"mark_read"?: boolean,"page_size"?: number }; Returns: Json
                           },
"pause_connection":
{ Args: { "connection_id": string,"is_paused"?: boolean }; Returns: {
              "address": string,
"auto_classify": boolean,
"auto_create_tasks": boolean,
"channel": string,
"created_at": string,
"display_name": string,
"features": (string)[],
"id": string,
"importing_until": string | null,
"is_shared": boolean,
"own_addresses": (string)[],
"owner_id": string,
"provider": string,
"provider_account_id": string | null,
"scopes": (string)[],
"status": string,
"status_reason": string | null,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "connections"
        isOneToOne: true
        isSetofReturn: false
      } },
"plan_nudge":
{ Args: { "conversation_id": string,"tone"?: string }; Returns: {
              "approved_at": string | null,
"approved_by": string | null,
"asked_by": string | null,
"basis_message_id": string | null,
"body": string | null,
"connection_id": string,
"contact_id": string | null,
"conversation_id": string,
"created_at": string,
"draft_confidence": number | null,
"draft_source": string | null,
"draft_version": number,
"due_at": string,
"flags": (string)[],
"id": string,
"is_shared": boolean,
"outbound_message_id": string | null,
"owner_id": string,
"recipient_address": string,
"recipient_name": string | null,
"sent_at": string | null,
"status": string,
"status_reason": string | null,
"step": number,
"subject": string,
"tone": string,
"updated_at": string,
"why": NonNullable<Json>,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "nudges"
        isOneToOne: true
        isSetofReturn: false
      } },
"prioritise_conversations":
{ Args: { "conversation_ids": (string)[],"priority": string }; Returns: Database["public"]['CompositeTypes']["conversation_change"][]
                          SetofOptions: {
        from: "*"
        to: "conversation_change"
        isOneToOne: false
        isSetofReturn: true
      } },
"regenerate_draft":
{ Args: { "draft_id": string,"instruction"?: string,"tone"?: string,"tone_preset_id"?: string }; Returns: {
              "ai_action_id": string | null,
"approved_at": string | null,
"approved_by": string | null,
"body": string | null,
"confidence": number | null,
"connection_id": string,
"conversation_id": string,
"created_at": string,
"fallback_reason": string | null,
"flags": (string)[],
"id": string,
"instruction": string | null,
"is_shared": boolean,
"kind": string,
"other_recipients": NonNullable<Json>,
"outbound_message_id": string | null,
"owner_id": string,
"place": number,
"reasons": (string)[],
"recipient_address": string,
"recipient_name": string | null,
"reply_to_message_id": string | null,
"request_id": string,
"sent_at": string | null,
"source": string | null,
"status": string,
"status_reason": string | null,
"subject": string,
"tone": string,
"tone_preset_id": string | null,
"updated_at": string,
"version": number,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "message_drafts"
        isOneToOne: true
        isSetofReturn: false
      } },
"regenerate_nudge":
{ Args: { "nudge_id": string,"tone"?: string }; Returns: {
              "approved_at": string | null,
"approved_by": string | null,
"asked_by": string | null,
"basis_message_id": string | null,
"body": string | null,
"connection_id": string,
"contact_id": string | null,
"conversation_id": string,
"created_at": string,
"draft_confidence": number | null,
"draft_source": string | null,
"draft_version": number,
"due_at": string,
"flags": (string)[],
"id": string,
"is_shared": boolean,
"outbound_message_id": string | null,
"owner_id": string,
"recipient_address": string,
"recipient_name": string | null,
"sent_at": string | null,
"status": string,
"status_reason": string | null,
"step": number,
"subject": string,
"tone": string,
"updated_at": string,
"why": NonNullable<Json>,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "nudges"
        isOneToOne: true
        isSetofReturn: false
      } },
"remove_member":
{ Args: { "user_id": string,"workspace_id": string }; Returns: undefined
                           },
"reopen_conversations":
{ Args: { "conversation_ids": (string)[] }; Returns: Database["public"]['CompositeTypes']["conversation_change"][]
                          SetofOptions: {
        from: "*"
        to: "conversation_change"
        isOneToOne: false
        isSetofReturn: true
      } },
"request_drafts":
{ Args: { "after_seconds"?: number,"conversation_id": string,"instruction"?: string,"reply_all"?: boolean,"tone_preset_ids"?: (string)[],"tones"?: (string)[] }; Returns: {
              "ai_action_id": string | null,
"approved_at": string | null,
"approved_by": string | null,
"body": string | null,
"confidence": number | null,
"connection_id": string,
"conversation_id": string,
"created_at": string,
"fallback_reason": string | null,
"flags": (string)[],
"id": string,
"instruction": string | null,
"is_shared": boolean,
"kind": string,
"other_recipients": NonNullable<Json>,
"outbound_message_id": string | null,
"owner_id": string,
"place": number,
"reasons": (string)[],
"recipient_address": string,
"recipient_name": string | null,
"reply_to_message_id": string | null,
"request_id": string,
"sent_at": string | null,
"source": string | null,
"status": string,
"status_reason": string | null,
"subject": string,
"tone": string,
"tone_preset_id": string | null,
"updated_at": string,
"version": number,
"workspace_id": string
            }[]
                          SetofOptions: {
        from: "*"
        to: "message_drafts"
        isOneToOne: false
        isSetofReturn: true
      } },
"resend_invitation":
{ Args: { "invitation_id": string }; Returns: Json
                           },
"resolve_conversations":
{ Args: { "conversation_ids": (string)[] }; Returns: Database["public"]['CompositeTypes']["conversation_change"][]
                          SetofOptions: {
        from: "*"
        to: "conversation_change"
        isOneToOne: false
        isSetofReturn: true
      } },
"respond_to_event":
{ Args: { "event_id": string,"instance_at"?: string,"notify"?: string,"response": string }; Returns: {
              "calendar_id": string,
"conference_status": string,
"conference_url": string | null,
"created_at": string,
"description": string | null,
"ends_at": string | null,
"ends_on": string | null,
"etag": string | null,
"expanded_until": string | null,
"has_more_attendees": boolean,
"html_link": string | null,
"ical_uid": string | null,
"id": string,
"is_all_day": boolean,
"is_doubtful": boolean,
"is_organizer": boolean,
"is_pending": boolean,
"is_shared": boolean,
"kind": string,
"location": string | null,
"my_response": string | null,
"organizer_address": string | null,
"organizer_name": string | null,
"origin_id": string | null,
"original_starts_at": string | null,
"original_starts_on": string | null,
"owner_id": string,
"provider_event_id": string,
"provider_updated_at": string | null,
"recurrence": (string)[],
"recurring_event_id": string | null,
"search": unknown,
"seen_at": string,
"sequence": number,
"series_ends_at": string | null,
"series_id": string | null,
"series_problem": string | null,
"series_version": number,
"starts_at": string | null,
"starts_on": string | null,
"status": string,
"time_zone": string | null,
"title": string | null,
"transparency": string,
"updated_at": string,
"visibility": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "calendar_events"
        isOneToOne: true
        isSetofReturn: false
      } },
"retire_oauth_client":
{ Args: { "provider": string,"workspace_id": string }; Returns: boolean
                           },
"revoke_invitation":
{ Args: { "invitation_id": string }; Returns: undefined
                           },
"search_memory":
{ Args: { "connection_ids"?: (string)[],"from_at"?: string,"max_count"?: number,"model"?: string,"object_types"?: (string)[],"query_embedding"?: string,"until_at"?: string,"words": string,"workspace_id": string }; Returns: {
              "excerpt": string,"found_by": (string)[],"happened_at": string,"object_id": string,"object_type": string,"score": number,"title": string
            }[]
                           },
"select_calendar":
{ Args: { "calendar_id": string,"is_selected"?: boolean }; Returns: {
              "access_role": string,
"connection_id": string | null,
"created_at": string,
"id": string,
"is_hidden": boolean,
"is_primary": boolean,
"is_selected": boolean,
"is_selected_by_person": boolean,
"is_shared": boolean,
"name": string,
"owner_id": string,
"provider_calendar_id": string | null,
"removed_at": string | null,
"time_zone": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "calendars"
        isOneToOne: true
        isSetofReturn: false
      } },
"send_draft":
{ Args: { "draft_id": string,"draft_version": number }; Returns: {
              "ai_action_id": string | null,
"approved_at": string | null,
"approved_by": string | null,
"body": string | null,
"confidence": number | null,
"connection_id": string,
"conversation_id": string,
"created_at": string,
"fallback_reason": string | null,
"flags": (string)[],
"id": string,
"instruction": string | null,
"is_shared": boolean,
"kind": string,
"other_recipients": NonNullable<Json>,
"outbound_message_id": string | null,
"owner_id": string,
"place": number,
"reasons": (string)[],
"recipient_address": string,
"recipient_name": string | null,
"reply_to_message_id": string | null,
"request_id": string,
"sent_at": string | null,
"source": string | null,
"status": string,
"status_reason": string | null,
"subject": string,
"tone": string,
"tone_preset_id": string | null,
"updated_at": string,
"version": number,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "message_drafts"
        isOneToOne: true
        isSetofReturn: false
      } },
"send_nudge_now":
{ Args: { "draft_version": number,"nudge_id": string }; Returns: {
              "approved_at": string | null,
"approved_by": string | null,
"asked_by": string | null,
"basis_message_id": string | null,
"body": string | null,
"connection_id": string,
"contact_id": string | null,
"conversation_id": string,
"created_at": string,
"draft_confidence": number | null,
"draft_source": string | null,
"draft_version": number,
"due_at": string,
"flags": (string)[],
"id": string,
"is_shared": boolean,
"outbound_message_id": string | null,
"owner_id": string,
"recipient_address": string,
"recipient_name": string | null,
"sent_at": string | null,
"status": string,
"status_reason": string | null,
"step": number,
"subject": string,
"tone": string,
"updated_at": string,
"why": NonNullable<Json>,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "nudges"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_admin_visibility":
{ Args: { "is_on": boolean,"workspace_id": string }; Returns: {
              "admins_see_everything": boolean,
"admins_see_everything_since": string | null,
"ai_budget_usd": number | null,
"autopilot_mode": string,
"branding": NonNullable<Json>,
"created_at": string,
"default_tone": string,
"default_wait_hours": number,
"follow_up_window_days": number,
"id": string,
"is_personal": boolean,
"max_nudges": number,
"name": string,
"quiet_hours_end": string,
"quiet_hours_start": string,
"retention_days": number,
"slug": string,
"time_zone": string,
"touch_gap_hours": number,
"updated_at": string,
"voice_guidelines": string | null
            }
                          SetofOptions: {
        from: "*"
        to: "workspaces"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_contact_tone":
{ Args: { "contact_id": string,"tone"?: string,"tone_preset_id"?: string }; Returns: {
              "contact_id": string,
"created_at": string,
"owner_id": string,
"tone": string | null,
"tone_preset_id": string | null,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "contact_tones"
        isOneToOne: true
        isSetofReturn: false
      } },
"set_holiday":
{ Args: { "name"?: string,"on_date": string,"workspace_id": string }; Returns: undefined
                           },
"set_hourly_proposals":
{ Args: { "is_on": boolean,"workspace_id": string }; Returns: {
              "is_hourly": boolean,
"made_at": string | null,
"owner_id": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "proposal_settings"
        isOneToOne: true
        isSetofReturn: false
      } },
"settle_promise":
{ Args: { "outcome": string,"promise_id": string }; Returns: {
              "created_at": string,
"due_at": string | null,
"due_on": string | null,
"evidence": NonNullable<Json>,
"id": string,
"is_shared": boolean,
"message_id": string,
"owner_id": string,
"promised_by": string,
"quote": string,
"settled_at": string | null,
"settled_by": string | null,
"settled_by_message_id": string | null,
"settled_quote": string | null,
"side": string,
"source": string,
"state": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "promises"
        isOneToOne: true
        isSetofReturn: false
      } },
"share_connection":
{ Args: { "connection_id": string,"is_shared"?: boolean }; Returns: {
              "address": string,
"auto_classify": boolean,
"auto_create_tasks": boolean,
"channel": string,
"created_at": string,
"display_name": string,
"features": (string)[],
"id": string,
"importing_until": string | null,
"is_shared": boolean,
"own_addresses": (string)[],
"owner_id": string,
"provider": string,
"provider_account_id": string | null,
"scopes": (string)[],
"status": string,
"status_reason": string | null,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "connections"
        isOneToOne: true
        isSetofReturn: false
      } },
"share_conversation":
{ Args: { "conversation_id": string,"is_shared"?: boolean }; Returns: {
              "archived_at": string | null,
"archived_via": string | null,
"asked_message_id": string | null,
"attachment_count": number,
"automatic_kind": string,
"channel": string,
"connection_id": string,
"contact_id": string | null,
"created_at": string,
"head_message_id": string | null,
"id": string,
"is_automated": boolean,
"is_broadcast": boolean,
"is_shared": boolean,
"is_starred": boolean,
"last_inbound_at": string | null,
"last_message_at": string | null,
"last_outbound_at": string | null,
"message_count": number,
"needs_reply": boolean | null,
"next_check_at": string | null,
"owner_id": string,
"participant_addresses": (string)[],
"preview": string,
"priority": string,
"priority_source": string,
"provider_thread_id": string | null,
"recheck_at": string,
"snoozed_until": string | null,
"status": string,
"subject": string,
"subject_base": string,
"tags": (string)[],
"unread_count": number,
"updated_at": string,
"waiting_evidence": string | null,
"waiting_on": string,
"waiting_since": string | null,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "conversations"
        isOneToOne: true
        isSetofReturn: false
      } },
"share_conversations":
{ Args: { "conversation_ids": (string)[],"is_shared"?: boolean }; Returns: {
              "id": string,"is_shared_now": boolean,"outcome": string
            }[]
                           },
"share_entity":
{ Args: { "entity_id": string,"is_shared"?: boolean }; Returns: {
              "aliases": (string)[],
"created_at": string,
"description": string,
"id": string,
"is_shared": boolean,
"kind": string,
"name": string,
"owner_id": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "entities"
        isOneToOne: true
        isSetofReturn: false
      } },
"share_note":
{ Args: { "is_shared"?: boolean,"note_id": string }; Returns: {
              "body": string,
"created_at": string,
"id": string,
"is_shared": boolean,
"owner_id": string,
"title": string,
"updated_at": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "notes"
        isOneToOne: true
        isSetofReturn: false
      } },
"snooze_conversations":
{ Args: { "conversation_ids": (string)[],"until": string }; Returns: Database["public"]['CompositeTypes']["conversation_change"][]
                          SetofOptions: {
        from: "*"
        to: "conversation_change"
        isOneToOne: false
        isSetofReturn: true
      } },
"star_conversations":
{ Args: { "conversation_ids": (string)[],"is_starred"?: boolean }; Returns: Database["public"]['CompositeTypes']["conversation_change"][]
                          SetofOptions: {
        from: "*"
        to: "conversation_change"
        isOneToOne: false
        isSetofReturn: true
      } },
"suggestion_slots":
{ Args: { "suggestion_id": string }; Returns: {
              "busy": Json,"day_on": string,"ends_at": string,"is_free": boolean,"slot_number": number,"starts_at": string
            }[]
                           },
"suppress_address":
{ Args: { "address": string,"is_suppressed"?: boolean,"workspace_id": string }; Returns: undefined
                           },
"sync_calendars":
{ Args: { "connection_id": string }; Returns: number
                           },
"sync_mailbox_since":
{ Args: { "connection_id": string,"since"?: string }; Returns: undefined
                           },
"sync_now":
{ Args: { "connection_id": string }; Returns: undefined
                           },
"tag_conversations":
{ Args: { "conversation_ids": (string)[],"is_tagged"?: boolean,"tag": string }; Returns: Database["public"]['CompositeTypes']["conversation_change"][]
                          SetofOptions: {
        from: "*"
        to: "conversation_change"
        isOneToOne: false
        isSetofReturn: true
      } },
"transfer_ownership":
{ Args: { "new_owner_id": string,"workspace_id": string }; Returns: undefined
                           },
"update_event":
{ Args: { "etag"?: string,"event": Json,"event_id": string,"instance_at"?: string,"notify"?: string }; Returns: {
              "calendar_id": string,
"conference_status": string,
"conference_url": string | null,
"created_at": string,
"description": string | null,
"ends_at": string | null,
"ends_on": string | null,
"etag": string | null,
"expanded_until": string | null,
"has_more_attendees": boolean,
"html_link": string | null,
"ical_uid": string | null,
"id": string,
"is_all_day": boolean,
"is_doubtful": boolean,
"is_organizer": boolean,
"is_pending": boolean,
"is_shared": boolean,
"kind": string,
"location": string | null,
"my_response": string | null,
"organizer_address": string | null,
"organizer_name": string | null,
"origin_id": string | null,
"original_starts_at": string | null,
"original_starts_on": string | null,
"owner_id": string,
"provider_event_id": string,
"provider_updated_at": string | null,
"recurrence": (string)[],
"recurring_event_id": string | null,
"search": unknown,
"seen_at": string,
"sequence": number,
"series_ends_at": string | null,
"series_id": string | null,
"series_problem": string | null,
"series_version": number,
"starts_at": string | null,
"starts_on": string | null,
"status": string,
"time_zone": string | null,
"title": string | null,
"transparency": string,
"updated_at": string,
"visibility": string,
"workspace_id": string
            }
                          SetofOptions: {
        from: "*"
        to: "calendar_events"
        isOneToOne: true
        isSetofReturn: false
      } },
"workspace_counts":
{ Args: { "workspace_id": string }; Returns: {
              "connections": number,"conversations": number,"shared_conversations": number,"user_id": string,"waiting_on_them": number
            }[]
                           }
          }
          Enums: {
            [_ in never]: never
          }
          CompositeTypes: {
            "conversation_change": {
                        "id": string | null,"outcome": string | null,"status": string | null,"snoozed_until": string | null,"archived_at": string | null,"is_starred": boolean | null,"unread_count": number | null,"priority": string | null,"tags": (string)[] | null,"previous": Json | null
                      }
          }
        },"worker": {
          Tables: {
            [_ in never]: never
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            "absent_messages":
{ Args: { "connection_id": string,"listed": (string)[],"since": string,"until": string,"with_thrown_away"?: boolean }; Returns: (string)[]
                           },
"ai_budget_left":
{ Args: { "as_of": string,"workspace_id": string }; Returns: number
                           },
"attachment_place":
{ Args: { "attachment_id": string }; Returns: Json
                           },
"begin_calendar_channel":
{ Args: { "channel_id": string,"cursor_id": string,"expires_at": string,"token_hash_hex": string }; Returns: boolean
                           },
"begin_calendar_sync":
{ Args: { "as_of"?: string,"cursor_id": string }; Returns: Json
                           },
"begin_change":
{ Args: { "as_of"?: string,"change_id": string }; Returns: Json
                           },
"begin_prompt":
{ Args: { "as_of": string,"owner_id": string,"prompt": string,"workspace_id": string }; Returns: string
                           },
"begin_send":
{ Args: { "as_of"?: string,"outbound_message_id": string }; Returns: Json
                           },
"begin_token_use":
{ Args: { "as_of"?: string,"connection_id": string,"refused_version"?: number,"valid_seconds"?: number,"workspace_id": string }; Returns: Json
                           },
"calendar_channel":
{ Args: { "channel_id": string }; Returns: Json
                           },
"calendar_channel_work":
{ Args: { "as_of"?: string,"cursor_id": string }; Returns: Json
                           },
"claim_jobs":
{ Args: { "max_count"?: number,"queue": string,"worker_name": string }; Returns: {
              "attempt": number,"connection_id": string,"id": string,"lease_seconds": number,"lease_token": string,"lease_until": string,"payload": Json,"queue_name": string,"workspace_id": string
            }[]
                           },
"count_seals":
{ Args: Record<PropertyKey, never>; Returns: {
              "key_id": string,"seal_count": number
            }[]
                           },
"delay_job":
{ Args: { "id": string,"lease_token": string,"slug": string,"until": string }; Returns: boolean
                           },
"doubtful_events":
{ Args: { "at_most"?: number,"cursor_id": string }; Returns: string[]
                           },
"embed_again":
{ Args: { "max_count": number,"model": string }; Returns: number
                           },
"embedding_context":
{ Args: { "object_id": string,"object_type": string }; Returns: Json
                           },
"erase_account":
{ Args: { "as_of"?: string,"connection_id": string,"max_count"?: number }; Returns: Json
                           },
"extend_lease":
{ Args: { "ids": (string)[],"lease_token": string,"seconds": number }; Returns: number
                           },
"extract_context":
{ Args: { "message_id": string }; Returns: Json
                           },
"fail_job":
{ Args: { "detail"?: string,"error_class": string,"id": string,"lease_token": string,"retry_after_seconds"?: number,"slug": string }; Returns: string
                           },
"fail_oauth":
{ Args: { "state_hash": string }; Returns: undefined
                           },
"fail_token_refresh":
{ Args: { "as_of"?: string,"connection_id": string,"lease": string,"outcome": string,"retry_after_seconds"?: number,"slug": string,"version": number }; Returns: boolean
                           },
"finish_and_claim_jobs":
{ Args: { "ids": (string)[],"lease_tokens": (string)[],"max_count"?: number,"queue": string,"worker_name": string }; Returns: {
              "attempt": number,"connection_id": string,"id": string,"lease_seconds": number,"lease_token": string,"lease_until": string,"payload": Json,"queue_name": string,"workspace_id": string
            }[]
                           },
"finish_jobs":
{ Args: { "ids": (string)[],"lease_token": string }; Returns: number
                           },
"finish_oauth":
{ Args: { "as_of"?: string,"person": string,"state_hash": string }; Returns: Json
                           },
"finish_prompt":
{ Args: { "as_of": string,"prompt_id": string,"result": Json }; Returns: string
                           },
"finish_revocation":
{ Args: { "revocation_id": string }; Returns: undefined
                           },
"finish_send":
{ Args: { "as_of"?: string,"item": Json,"outbound_message_id": string,"provider_message_id": string,"provider_thread_id": string }; Returns: string
                           },
"health":
{ Args: { "as_of"?: string }; Returns: Json
                           },
"is_job_answered":
{ Args: { "job_id": string }; Returns: boolean
                           },
"leave_queue":
{ Args: { "queue": string,"worker_name": string }; Returns: undefined
                           },
"link_account":
{ Args: { "access_expires_at": string,"account": Json,"as_of"?: string,"ciphertext": string,"connection_id": string,"key_id": string,"nonce": string,"person": string,"refresh_fingerprint": string,"state_hash": string }; Returns: Json
                           },
"list_seals":
{ Args: { "after_id"?: string,"after_kind"?: string,"except_key": string,"max_count"?: number }; Returns: {
              "bound_to": string,"ciphertext": string,"id": string,"key_id": string,"kind": string,"nonce": string,"workspace_id": string
            }[]
                           },
"listed_labels":
{ Args: { "connection_id": string,"listed": Json,"since": string }; Returns: Json
                           },
"log_ai_call":
{ Args: { "call": Json,"owner_id": string,"subject_id": string,"subject_type": string,"workspace_id": string }; Returns: undefined
                           },
"log_failed_draft":
{ Args: { "call": Json,"is_final": boolean,"nudge_id": string }; Returns: undefined
                           },
"log_message_call":
{ Args: { "call": Json,"message_id": string }; Returns: undefined
                           },
"log_prompt_call":
{ Args: { "call": Json,"prompt_id": string }; Returns: undefined
                           },
"lose_calendar":
{ Args: { "as_of"?: string,"cursor_id": string,"version": number }; Returns: undefined
                           },
"note_calendar_push":
{ Args: { "channel_id": string,"message_number": number,"received_at": string,"resource_id": string,"resource_state": string }; Returns: string
                           },
"nudge_context":
{ Args: { "nudge_id": string }; Returns: Json
                           },
"read_label_pushes":
{ Args: { "at_most"?: number,"connection_id": string }; Returns: Json
                           },
"read_mailbox":
{ Args: { "job_id": string,"lease_token": string }; Returns: Json
                           },
"read_oauth_client":
{ Args: { "client_id"?: string,"provider": string,"workspace_id": string }; Returns: Json
                           },
"read_revocation":
{ Args: { "revocation_id": string }; Returns: Json
                           },
"read_series":
{ Args: { "as_of"?: string,"event_id": string }; Returns: Json
                           },
"read_webhook":
{ Args: { "webhook_id": string }; Returns: Json
                           },
"receive_gmail_push":
{ Args: { "address": string,"as_of"?: string,"event_id": string,"history_id": string }; Returns: string
                           },
"receive_webhook":
{ Args: { "body_base64": string,"connection_id"?: string,"headers": Json,"provider": string,"provider_event_id": string,"queue": string }; Returns: string
                           },
"release_jobs":
{ Args: { "ids": (string)[],"lease_token": string }; Returns: number
                           },
"replace_seal":
{ Args: { "ciphertext": string,"id": string,"key_id": string,"kind": string,"nonce": string,"old_ciphertext": string }; Returns: boolean
                           },
"reply_context":
{ Args: { "draft_id"?: string,"draft_version"?: number,"request_id": string }; Returns: Json
                           },
"report_progress":
{ Args: { "done": number,"id": string,"lease_token": string,"total": number }; Returns: boolean
                           },
"report_provider_call":
{ Args: { "as_of"?: string,"connection_id": string,"outcome": string,"provider": string,"retry_after_ms"?: number }; Returns: undefined
                           },
"restart_calendar_sync":
{ Args: { "as_of"?: string,"cursor_id": string,"slug": string,"version": number }; Returns: boolean
                           },
"return_oauth":
{ Args: { "as_of"?: string,"is_granted": boolean,"provider": string,"state_hash": string }; Returns: Json
                           },
"save_access_token":
{ Args: { "access_expires_at": string,"as_of"?: string,"ciphertext": string,"connection_id": string,"key_id": string,"nonce": string,"refresh_fingerprint": string,"version": number }; Returns: boolean
                           },
"save_audit":
{ Args: { "as_of"?: string,"inbound": (string)[],"job_id": string,"lease_token": string,"on_date": string,"outbound": (string)[],"removed": (string)[],"repaired": (string)[] }; Returns: number
                           },
"save_embeddings":
{ Args: { "chunks": Json,"content_hash": string,"model": string,"object_id": string,"object_type": string }; Returns: string
                           },
"save_extraction":
{ Args: { "as_of": string,"call": Json,"findings": Json,"message_id": string }; Returns: string
                           },
"save_instances":
{ Args: { "event_id": string,"from_at": string,"instances": Json,"problem": string,"series_ends": string,"series_version": number,"until_at": string }; Returns: boolean
                           },
"save_nudge_draft":
{ Args: { "call": Json,"draft": Json,"expected_version": number,"nudge_id": string }; Returns: string
                           },
"save_oauth_client":
{ Args: { "ciphertext": string,"client_id": string,"key_id": string,"nonce": string,"person": string,"provider": string,"workspace_id": string }; Returns: undefined
                           },
"save_reply_drafts":
{ Args: { "call": Json,"drafts": Json,"fallback_reason"?: string,"request_id": string }; Returns: Json
                           },
"save_summary":
{ Args: { "owner_id": string,"summary": Json,"workspace_id": string }; Returns: string
                           },
"save_triage":
{ Args: { "as_of": string,"call": Json,"message_id": string,"triage": Json }; Returns: string
                           },
"save_watch":
{ Args: { "aliases"?: (string)[],"as_of"?: string,"connection_id": string,"expires_at": string }; Returns: undefined
                           },
"settle_calendar_channel":
{ Args: { "channel_id": string,"expires_at"?: string,"resource_id"?: string,"slug"?: string,"state": string }; Returns: undefined
                           },
"settle_change":
{ Args: { "as_of"?: string,"attempt": number,"change_id": string,"item"?: Json,"outcome": string,"slug"?: string }; Returns: string
                           },
"settle_doubtful_event":
{ Args: { "as_of"?: string,"cursor_id": string,"item": Json,"provider_event_id": string }; Returns: string
                           },
"settle_label_pushes":
{ Args: { "connection_id": string,"pushed": Json }; Returns: number
                           },
"settle_send":
{ Args: { "as_of"?: string,"attempt": number,"outbound_message_id": string,"outcome": string,"slug": string }; Returns: string
                           },
"settle_webhook":
{ Args: { "as_of"?: string,"attempt": number,"outcome": string,"slug"?: string,"webhook_id": string }; Returns: boolean
                           },
"spend_budget":
{ Args: { "as_of"?: string,"connection_id": string,"per_minute"?: number,"project_per_minute"?: number,"provider"?: string,"units": number }; Returns: Record<string, unknown>
                           },
"start_oauth":
{ Args: { "as_of"?: string,"ciphertext": string,"client_id": string,"connection_id": string,"features": (string)[],"key_id": string,"nonce": string,"person": string,"provider": string,"redirect_to": string,"state_hash": string,"workspace_id": string }; Returns: Json
                           },
"store_calendar_list":
{ Args: { "as_of"?: string,"cursor_id": string,"items": Json,"next_page_token": string,"next_sync_token": string,"version": number }; Returns: Json
                           },
"store_calendar_page":
{ Args: { "as_of"?: string,"cursor_id": string,"items": Json,"next_page_token": string,"next_sync_token": string,"version": number }; Returns: Json
                           },
"store_messages":
{ Args: { "as_of": string,"connection_id": string,"has_more"?: boolean,"items": Json }; Returns: Json
                           },
"store_sync":
{ Args: { "as_of"?: string,"batch": Json,"job_id": string,"lease_token": string,"progress"?: Json }; Returns: Json
                           },
"triage_context":
{ Args: { "message_id": string }; Returns: Json
                           },
"unknown_messages":
{ Args: { "connection_id": string,"known_threads_only"?: boolean,"messages": Json,"with_failed"?: boolean }; Returns: (string)[]
                           }
          }
          Enums: {
            [_ in never]: never
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            
          }
        },"worker": {
          Enums: {
            
          }
        }
} as const
