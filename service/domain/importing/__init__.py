"""Reading the files of other workout logs, and our own, into workouts to store.

Column names and formats come from exports and importers in public repositories; they are listed
in docs/importing.md.
"""
