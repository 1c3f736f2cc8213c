-- The question for more sets of a past workout has a time now. One that was asked before goes: a
-- text that answers it could not be handled.
UPDATE people SET asked = NULL, asked_about = NULL WHERE asked = 'past_add';
