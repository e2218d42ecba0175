"""Measures the built guide, and other sites beside it. Nothing here reaches a reader."""
