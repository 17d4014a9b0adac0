"""The browser pages: they draw, and call the same assistant as every other door."""
