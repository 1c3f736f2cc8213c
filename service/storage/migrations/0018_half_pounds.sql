-- Weights that were typed in kilograms are shown to half a pound.
CREATE OR REPLACE FUNCTION shown_weight(kg numeric, unit text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN unit <> 'lb' THEN kg
    WHEN kg % 0.05 = 0 THEN round(kg / 0.45359237 / 0.5) * 0.5
    ELSE round(kg / 0.45359237 / 0.05) * 0.05
END;
