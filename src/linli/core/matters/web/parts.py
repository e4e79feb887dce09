"""What this room and higher ones add to the desk's page of a matter; `core/areas/web/panels.py` tells how.

`matter_sections` stand above the story: what has to be done now. `matter_panels` stand beside it: what it is about.
`matter_help` comes a moment later, as a part of its own: what may help, and costs questions that few readers have.
"""

from linli.core.areas.web.panels import Panel, Panels
from linli.core.matters.models import Matter

matter_sections: Panels[Matter] = Panels()
matter_panels: Panels[Matter] = Panels()
matter_help: Panels[Matter] = Panels()

__all__ = ["Panel", "matter_help", "matter_panels", "matter_sections"]
