"""The commands of `daypass`, one module per word."""
