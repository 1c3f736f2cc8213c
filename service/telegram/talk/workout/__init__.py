"""A workout: its live card, the sets typed into it, their corrections and the summary."""
