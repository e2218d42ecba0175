"""What is true: reads and checks docs/data. Nothing else reads those files."""

from macros.facts.collection import Facts
from macros.facts.load import load_facts

__all__ = ["Facts", "load_facts"]
