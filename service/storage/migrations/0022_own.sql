-- Exercises are renamed and merged by names that are typed: 'own_' and the question.
ALTER TABLE people
    DROP CONSTRAINT people_asked_check,
    ADD CONSTRAINT people_asked_check CHECK (asked IN
        ('program_name', 'program_exercises', 'timezone', 'edit_program', 'edit_name', 'edit_day',
         'edit_line', 'edit_text') OR asked ~ '^(template|past|own)_');
