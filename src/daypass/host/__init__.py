"""The temporary host: the program on the customer's PC. It removes itself."""
