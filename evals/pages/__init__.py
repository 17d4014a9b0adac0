"""Pages of the browser app over what this room measured."""
