"""Runs one of the planner's pure modules in quickjs."""

from __future__ import annotations

import quickjs

from macros.publish.linker import link_modules
from tests.planner.engine import MODULES, NO_CLOCK, Engine


class PureModule(Engine):
    """A pure module and what it imports, minified as it is shipped, with a clock that throws when it is read."""

    def __init__(self, name: str) -> None:
        self._context = quickjs.Context()
        self._context.eval(NO_CLOCK + link_modules(MODULES / name, pure=True))
