"""The demo: the whole pass with real parts on one machine. It serves newcomers, and it is the test of the whole journey."""
