"""A plug-in of otzvuk: a reader, a coder, a report and a command, one module each."""
