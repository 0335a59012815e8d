"""The host's side of every conversation with the server and with a technician."""
