"""Ports in memory, for tests."""
