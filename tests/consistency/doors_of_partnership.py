"""Whose the pages of the three lists, of agreements and of units are."""

from __future__ import annotations

from uuid import UUID

from linli.core.partnership.enums import PartnershipPermission as Commons
from tests.consistency.doors import ANY, MINE, Rule, at, sent

NOBODY = (("pk", str(UUID(int=1))),)  # a row that is not there: whoever may not is stopped before it is looked for
OF_PARTNERSHIP: dict[str, Rule] = {
    "partnership:desk-need": at(Commons.VIEW, "need"),
    "partnership:desk-need-new": Rule(Commons.GATHER),
    "partnership:desk-need-step": at(Commons.PUBLISH, "need", step="publish"),
    "partnership:desk-need-support": at(Commons.GATHER, "need"),
    "partnership:desk-needs": Rule(Commons.VIEW),
    "partnership:desk-project": at(Commons.VIEW, "project"),
    "partnership:desk-project-accept": Rule(Commons.PROJECT, "project", post=True, extra=NOBODY),
    "partnership:desk-project-judge": at(Commons.GATHER, "project"),
    "partnership:desk-project-new": Rule(Commons.PROJECT),
    "partnership:desk-project-reach": Rule(Commons.PROJECT, "project", post=True, extra=NOBODY),
    "partnership:desk-project-step": at(Commons.PROJECT, "project", step="give-up"),
    "partnership:desk-projects": Rule(Commons.VIEW),
    "partnership:desk-resource": at(Commons.VIEW, "resource"),
    "partnership:desk-resource-new": Rule(Commons.GATHER),
    "partnership:desk-resource-step": at(Commons.PUBLISH, "resource", step="publish"),
    "partnership:desk-resources": Rule(Commons.VIEW),
    "partnership:desk-agreement": at(Commons.AGREEMENT_VIEW, "agreement"),
    "partnership:desk-agreement-docx": at(Commons.AGREEMENT_VIEW, "agreement"),
    "partnership:desk-agreement-new": Rule(Commons.AGREEMENT_LEAD),
    "partnership:desk-agreement-pdf": at(Commons.AGREEMENT_VIEW, "agreement"),
    "partnership:desk-agreement-promise-step": Rule(
        Commons.AGREEMENT_LEAD, "agreement", post=True, extra=(*NOBODY, ("step", "tell"))
    ),
    "partnership:desk-agreement-review": Rule(Commons.AGREEMENT_VIEW, "agreement", post=True, extra=NOBODY),
    "partnership:desk-agreement-step": at(Commons.AGREEMENT_LEAD, "agreement", step="end"),
    "partnership:desk-agreements": Rule(Commons.AGREEMENT_VIEW),
    "partnership:desk-partner-join": sent(Commons.AGREEMENT_LEAD, "body"),
    "partnership:unit": at(Commons.SPEAK, "partner"),
    "partnership:unit-agreement": at(Commons.SPEAK, "agreement"),
    "partnership:unit-agreement-docx": at(Commons.SPEAK, "agreement"),
    "partnership:unit-agreement-pdf": at(Commons.SPEAK, "agreement"),
    "partnership:unit-agreement-promise-step": Rule(
        Commons.SPEAK, "agreement", post=True, extra=(*NOBODY, ("step", "tell"))
    ),
    "partnership:unit-agreement-review": Rule(Commons.SPEAK, "agreement", post=True, extra=NOBODY),
    "partnership:unit-agreement-step": at(Commons.SPEAK, "agreement", step="leave"),
    "partnership:unit-project": Rule(MINE, "project"),
    "partnership:unit-project-accept": Rule(MINE, "project", post=True),
    "partnership:unit-project-reach": Rule(MINE, "project", post=True, extra=NOBODY),
    "partnership:unit-project-step": Rule(MINE, "project", extra=(("step", "give-up"),)),
    "partnership:unit-propose": Rule(MINE, "partner"),  # opens only with two lines that fit: test_units.py
    "partnership:unit-say": at(Commons.SPEAK, "partner", what="need"),
    "partnership:unit-withdraw": Rule(
        MINE, "partner", post=True, extra=(("what", "need"), ("thing", str(UUID(int=1))))
    ),
    "partnership:units": Rule(Commons.SPEAK),
    "partnership:mine": Rule(ANY),
    "partnership:mine-accept": Rule(ANY, "need", post=True),
    "partnership:mine-withdraw": Rule(MINE, "need", post=True, extra=(("what", "need"),)),
    "partnership:register": Rule(Commons.VIEW),
    "partnership:wish-press": Rule(ANY, post=True, extra=NOBODY),
}
