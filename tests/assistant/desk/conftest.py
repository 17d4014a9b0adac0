"""The store in both databases, for the tests of the desk's service."""

from __future__ import annotations

from desk_bench import bench, idle
from store_fixtures import postgres_folder, postgres_url, store, store_settings

__all__ = ["bench", "idle", "postgres_folder", "postgres_url", "store", "store_settings"]
