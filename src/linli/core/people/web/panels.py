"""What higher rooms add to the pages of a person, of a home, and to my page; `core/areas/web/panels.py` tells how."""

from uuid import UUID

from linli.core.areas.models import Area
from linli.core.areas.web.panels import Panel, Panels
from linli.core.people.models import Person

person_panels: Panels[Person] = Panels()
home_panels: Panels[Area] = Panels()
me_lines: Panels[UUID] = Panels()  # lines of the menu of my page; the key is whose page it is

__all__ = ["Panel", "home_panels", "me_lines", "person_panels"]
