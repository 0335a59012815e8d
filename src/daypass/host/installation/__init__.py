"""What is put on the PC, and taken off again."""
