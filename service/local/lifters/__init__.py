"""Simulated lifters, who train through the control interface of the stand-in."""
