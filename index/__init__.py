"""From documents to passages to a Chroma collection, and retrieval from it."""
