"""Deciding: plain values and functions; no await, no clock, no I/O."""
