"""What higher rooms add to the page of a member, and to "My membership"; `core/areas/web/panels.py` tells how.

A panel on the page of a member is asked with whoever looks; one on "My membership" with the member themselves, and
only for their own.
"""

from uuid import UUID

from linli.core.areas.web.panels import Panel, Panels
from linli.core.membership.models import Member

member_panels: Panels[Member] = Panels()
own_panels: Panels[Member] = Panels()
guest_panels: Panels[UUID] = Panels()  # on the same page, for whoever is no member here: asked with the person

__all__ = ["Panel", "guest_panels", "member_panels", "own_panels"]
