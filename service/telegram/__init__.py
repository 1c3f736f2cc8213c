"""Talking: the only room that knows aiogram."""
