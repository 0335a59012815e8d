"""The host's ports on Windows 10 1809 and newer, x64. Wine 8 runs them too; what it cannot do is said where it is met."""
