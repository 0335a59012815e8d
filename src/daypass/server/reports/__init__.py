"""What administrators read afterwards: the audit trail, who accessed which PC, who signed in from where. Looks, never changes."""
