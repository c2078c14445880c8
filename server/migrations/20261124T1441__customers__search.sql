-- A name turned so that it begins with its word of this number: "mary anne otieno", "anne otieno mary", "otieno mary
-- anne". Null when it has fewer words. Each turn holds all words, so that an index alone answers for several of them.
create function customers.name_from(p_name text, p_word integer) returns text
  language sql immutable strict parallel safe
  return (select nullif(array_to_string(w.words[p_word:] || w.words[:p_word - 1], ' '), '')
          from (select string_to_array(kernel.folded(p_name), ' ') as words) w
          where p_word <= cardinality(w.words) or p_word = 1);

-- Behind row-level security only plain comparisons use an index (RELIABILITY.md 5.3): what is searched for is stored as it
-- is compared. "C": the order of bytes, the same on every machine. Of a name's words the first five can begin a search.
alter table customers.customer
  add column name_at_1 text collate "C" generated always as (customers.name_from(name, 1)) stored,
  add column name_at_2 text collate "C" generated always as (customers.name_from(name, 2)) stored,
  add column name_at_3 text collate "C" generated always as (customers.name_from(name, 3)) stored,
  add column name_at_4 text collate "C" generated always as (customers.name_from(name, 4)) stored,
  add column name_at_5 text collate "C" generated always as (customers.name_from(name, 5)) stored,
  -- Its digits from the last to the first: a number is told with and without the code of the country.
  add column phone_reversed text collate "C"
    generated always as (reverse(regexp_replace(phone, '[^0-9]', '', 'g'))) stored;

-- With the whole name beside it an index tells by itself whether an earlier word fits too: who was found is shown once.
create index customer_name_1 on customers.customer (tenant_id, utility_id, name_at_1, id);
create index customer_name_2 on customers.customer (tenant_id, utility_id, name_at_2, id)
  include (name_at_1) where name_at_2 is not null;
create index customer_name_3 on customers.customer (tenant_id, utility_id, name_at_3, id)
  include (name_at_1) where name_at_3 is not null;
create index customer_name_4 on customers.customer (tenant_id, utility_id, name_at_4, id)
  include (name_at_1) where name_at_4 is not null;
create index customer_name_5 on customers.customer (tenant_id, utility_id, name_at_5, id)
  include (name_at_1) where name_at_5 is not null;
create index customer_phone on customers.customer (tenant_id, utility_id, phone_reversed, id);
create index customer_account_listed on customers.customer (tenant_id, utility_id, account_number collate "C");
