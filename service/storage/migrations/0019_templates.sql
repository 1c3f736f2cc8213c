-- A person may be asked for the weights of a ready program: 'template_' and its name.
ALTER TABLE people
    DROP CONSTRAINT people_asked_check,
    ADD CONSTRAINT people_asked_check CHECK (asked IN
        ('program_name', 'program_exercises', 'timezone', 'edit_program', 'edit_name', 'edit_day',
         'edit_line', 'edit_text') OR asked LIKE 'template\_%');
