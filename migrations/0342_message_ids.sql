-- Message-IDs: made with the row of what leaves, in ASCII whatever script the sender's domain is written in.

-- RFC 3492, section 6.3, with the parameters of section 5.
create function private.punycode(label text) returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  digits constant text := 'abcdefghijklmnopqrstuvwxyz0123456789';
  points integer[] := array(select ascii(c) from regexp_split_to_table(label, '') with ordinality s (c, place) order by place);
  point integer;
  encoded text := regexp_replace(label, '[^\u0001-\u007f]', '', 'g');
  basic_count integer := length(encoded);
  handled integer := length(encoded);
  lowest integer := 128;
  next_lowest integer;
  bias bigint := 72;
  delta bigint := 0;
  rest bigint;
  threshold bigint;
  k bigint;
begin
  if handled = cardinality(points) then return label; end if;
  if handled > 0 then encoded := encoded || '-'; end if;
  while handled < cardinality(points) loop
    next_lowest := (select min(p) from unnest(points) p where p >= lowest);
    delta := delta + (next_lowest - lowest)::bigint * (handled + 1);
    lowest := next_lowest;
    foreach point in array points loop
      if point < lowest then
        delta := delta + 1;
      elsif point = lowest then
        rest := delta;
        k := 36;
        loop
          threshold := least(greatest(k - bias, 1), 26);
          exit when rest < threshold;
          encoded := encoded || substr(digits, (threshold + (rest - threshold) % (36 - threshold))::integer + 1, 1);
          rest := (rest - threshold) / (36 - threshold);
          k := k + 36;
        end loop;
        encoded := encoded || substr(digits, rest::integer + 1, 1);
        delta := case when handled = basic_count then delta / 700 else delta / 2 end;
        delta := delta + delta / (handled + 1);
        k := 0;
        while delta > 455 loop
          delta := delta / 35;
          k := k + 36;
        end loop;
        bias := k + 36 * delta / (delta + 38);
        delta := 0;
        handled := handled + 1;
      end if;
    end loop;
    delta := delta + 1;
    lowest := lowest + 1;
  end loop;
  return 'xn--' || encoded;
end
$$;
revoke execute on function private.punycode(text) from public, anon, authenticated, service_role;
comment on function private.punycode(text) is 'One label of a domain in ASCII: itself, or its form of RFC 3492 with xn-- before it.';

create function private.new_message_id(for_outbound uuid, sender_address text) returns text
language sql immutable
set search_path = ''
as $$
  -- lower case and composed, as RFC 5891 (section 5.2) looks names up
  select '<' || for_outbound || '@' || string_agg(private.punycode(label), '.' order by place) || '>'
  from regexp_split_to_table(normalize(lower(split_part(sender_address, '@', 2)), NFC), '[.\u3002\uff0e\uff61]') with ordinality l (label, place)
$$;
revoke execute on function private.new_message_id(uuid, text) from public, anon, authenticated, service_role;
comment on function private.new_message_id(uuid, text) is 'Message-ID of an outbound message: its id at the sender''s domain.';
