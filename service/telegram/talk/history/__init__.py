"""/history: months, lifts, and workouts that are opened and changed."""
