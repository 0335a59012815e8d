"""Picture and hands."""
