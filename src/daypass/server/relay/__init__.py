"""Pairs two tickets and forwards noise. Knows no accounts and no database, reads nothing."""
