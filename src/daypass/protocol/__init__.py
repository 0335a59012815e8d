"""The wire, pure: framing, messages, handshakes, states, errors. No sockets, clock, randomness or logging."""
