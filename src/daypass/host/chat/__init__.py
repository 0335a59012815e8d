"""Chat with whoever is at the PC."""
