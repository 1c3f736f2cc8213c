"""How updates come in and answers go out; it knows nothing of what is said."""
