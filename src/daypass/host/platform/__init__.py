"""Everything that knows an operating system, behind the ports. The same file names in each platform."""
