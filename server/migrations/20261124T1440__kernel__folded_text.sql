-- A text as it is searched for: small letters without accents, words with one blank between them. The same function
-- folds what is stored and what is typed.
create function kernel.folded(p_text text) returns text
  language sql immutable strict parallel safe
  return trim(regexp_replace(
    lower(regexp_replace(normalize(p_text, nfkd), '[\u0300-\u036f]', '', 'g')),
    '[\s!-/:-@\[-`{-~\u2018\u2019]+', ' ', 'g'));
