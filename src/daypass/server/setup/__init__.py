"""Address, certificate, secure origin, doctor."""
