"""Tells a company's own systems what becomes of its sessions: signed, tried again until taken, never to an address inside."""
