"""What happened, append-only, in one hash chain per company."""
