"""Messages to people: how they are built, kept until they have left, and handed to an SMTP server. Imports no feature."""
