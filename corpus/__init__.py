"""The documents, and how a file or a page becomes a `Document`."""
