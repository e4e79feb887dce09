"""List pages: say the columns, the filters and the rows; search, order, pages, saved views and export come with it."""

from linli.base.web.lists.columns import Column, Empty, link
from linli.base.web.lists.filters import Between, Choice, Filter, Flag, Text
from linli.base.web.lists.page import ListPage

__all__ = ["Between", "Choice", "Column", "Empty", "Filter", "Flag", "ListPage", "Text", "link"]
