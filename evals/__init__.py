"""Measures the assistant: right answers, citations, behaviour and speed."""
