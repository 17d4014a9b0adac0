"""The store: conversations, ratings and enquiries, in SQLite or PostgreSQL."""
