"""Deadline, clocks, and what ends a session on this PC."""
