-- The door of the metrics questions (PRM-2): a name, a window, filters; never text that becomes SQL. Reads only, as the person, and
-- ends by itself: PostgREST takes the function's statement_timeout over for the whole request
-- (https://docs.postgrest.org/en/stable/references/transactions.html#function-settings).
create function public.answer_metric(
  metric text, workspace_id uuid, from_at timestamptz default null, until_at timestamptz default null, filters jsonb default '{}'
) returns jsonb
language plpgsql stable
set search_path = '' set statement_timeout = '5s'
as $$
declare
  scope private.metric_scope := private.read_metric_scope(workspace_id, from_at, until_at, filters);
  found jsonb;
begin
  found := case metric
    when 'received' then private.metric_traffic(scope, 'inbound')
    when 'sent' then private.metric_traffic(scope, 'outbound')
    when 'by_source' then private.metric_by_source(scope)
    when 'by_sender' then private.metric_by_sender(scope)
    when 'by_day' then private.metric_by_day(scope)
    when 'response_times' then private.metric_response_times(scope)
    when 'top_contacts' then private.metric_top_contacts(scope)
    when 'needing_reply' then private.metric_waiting(scope, 'needing_reply')
    when 'unanswered_since' then private.metric_waiting(scope, 'unanswered')
    when 'waiting_on_them' then private.metric_waiting(scope, 'waiting_on_them')
    when 'open_tasks' then private.metric_open_tasks(scope)
    when 'promises' then private.metric_promises(scope)
    when 'nudges' then private.metric_nudges(scope)
  end;
  if found is null then perform private.problem('metric_unknown'); end if;
  return jsonb_build_object('metric', metric, 'workspace_id', scope.workspace_id, 'from_at', scope.from_at, 'until_at', scope.until_at,
    'time_zone', scope.time_zone, 'audience', scope.audience, 'parts', '{}'::jsonb, 'rows', '[]'::jsonb, 'truncated', false,
    'message_ids', '[]'::jsonb, 'conversation_ids', '[]'::jsonb) || found;
end
$$;
revoke execute on function public.answer_metric(text, uuid, timestamptz, timestamptz, jsonb) from public, anon;
grant execute on function public.answer_metric(text, uuid, timestamptz, timestamptz, jsonb) to authenticated;
comment on function public.answer_metric(text, uuid, timestamptz, timestamptz, jsonb) is
  'A number about the caller''s mail and work with what it rests on: {metric, from_at, until_at, time_zone, audience, value, parts, rows (at most 50; days 366), truncated, message_ids, conversation_ids}. metric is received, sent, by_source, by_sender, by_day, response_times, top_contacts, needing_reply, unanswered_since, waiting_on_them, open_tasks, promises or nudges; a moment left out leaves that end open. filters: contact_id, address, connection_ids, tag, category, audience (mine, or all the caller may read). Errors: workspace_not_found, metric_unknown, metric_window_invalid, metric_filter_unknown.';

insert into private.problems (slug, status, sentence, cure) values
  ('metric_unknown', 422, 'Cannot answer: there is no metric of this name',
    'Use received, sent, by_source, by_sender, by_day, response_times, top_contacts, needing_reply, unanswered_since, waiting_on_them, open_tasks, promises or nudges.');
