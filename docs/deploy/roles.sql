-- Two roles for the bot: workout_owner owns the tables and migrates them, workout_bot has rows only.
--
-- Run it as a superuser with psql, in the bot's database; run again, it changes nothing. Docker
-- Compose does at every start. The passwords are read from files in /run/keys.

\set ON_ERROR_STOP on
\set owner_password `cat /run/keys/owner_password`
\set bot_password `cat /run/keys/bot_password`

SELECT format('CREATE ROLE %I', name) FROM unnest('{workout_owner, workout_bot}'::text[]) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec
ALTER ROLE workout_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
ALTER ROLE workout_bot LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'bot_password';

-- Who owns the database also owns its schema `public`.
ALTER DATABASE :"DBNAME" OWNER TO workout_owner;
REVOKE TEMPORARY ON DATABASE :"DBNAME" FROM PUBLIC;

-- Tables, views, sequences, statistics and functions that another role made, in an earlier version or by a restore.
-- A sequence that belongs to a column follows its table.
SELECT format('ALTER TABLE public.%I OWNER TO workout_owner', relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
AND relowner <> 'workout_owner'::regrole
\gexec
SELECT format('ALTER VIEW public.%I OWNER TO workout_owner', relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'v'
AND relowner <> 'workout_owner'::regrole
\gexec
SELECT format('ALTER STATISTICS public.%I OWNER TO workout_owner', stxname) FROM pg_statistic_ext
WHERE stxnamespace = 'public'::regnamespace AND stxowner <> 'workout_owner'::regrole
\gexec
SELECT format('ALTER SEQUENCE public.%I OWNER TO workout_owner', relname) FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
AND relowner <> 'workout_owner'::regrole
\gexec
SELECT format('ALTER ROUTINE %s OWNER TO workout_owner', oid::regprocedure) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace AND proowner <> 'workout_owner'::regrole
AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')  -- extensions
\gexec
