"""What a page can call: one folder for each component, component.yml and template.html."""

from macros.components.library import Library
from macros.components.page import PageContext, PageSource, Site, read_page

__all__ = ["Library", "PageContext", "PageSource", "Site", "read_page"]
