"""Support sessions from preparation to removal: lifecycle, pairing, activation, control link, connections, live stream."""
