"""What higher rooms add to the pages of a person and of a home; `core/areas/web/panels.py` tells how."""

from linli.core.areas.models import Area
from linli.core.areas.web.panels import Panel, Panels
from linli.core.people.models import Person

person_panels: Panels[Person] = Panels()
home_panels: Panels[Area] = Panels()

__all__ = ["Panel", "home_panels", "person_panels"]
