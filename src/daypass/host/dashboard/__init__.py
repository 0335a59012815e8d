"""Dashboard on the PC: one object a panel, each streams only while it is looked at."""
