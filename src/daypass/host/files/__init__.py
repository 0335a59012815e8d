"""File Manager: what the technician's side asks of the PC's drives, with the rights of the person signed in."""
