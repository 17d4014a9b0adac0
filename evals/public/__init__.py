"""Public benchmarks: our retrieval over somebody else's corpus, beside plain baselines."""
