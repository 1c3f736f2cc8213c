-- A weight as its reader sees it: as service/domain/units.py does, to 0.05 lb.
CREATE FUNCTION shown_weight(kg numeric, unit text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE unit WHEN 'lb' THEN round(kg / 0.45359237 / 0.05) * 0.05 ELSE kg END;
