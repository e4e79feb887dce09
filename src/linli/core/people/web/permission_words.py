"""What each permission means for a person: the lines of the page of roles."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "areas.area.view": _("See grids: who works there, how many homes"),
    "areas.area.manage": _("Add and rename areas, draw their outlines"),
    "areas.area.redraw": _("Move buildings between grids from a day on"),
    "areas.fact.state": _("Write down dated, sourced figures of the community"),
    "people.person.view": _("Find people and homes; numbers stay masked"),
    "people.person.reveal": _("See a number in full, with a reason that the person reads"),
    "people.person.edit": _("Add people, correct them, note who lives where"),
    "people.care.view": _("See who needs care, and why"),
    "people.care.edit": _("Note a need of care with purpose, basis and end"),
    "people.person.merge": _("Settle that two rows are one person"),
    "people.person.export": _("Take a masked list out, for a purpose and until a day"),
    "people.import.run": _("Bring rosters in"),
    "people.finding.settle": _("Settle doubtful cells of an import"),
    "people.account.invite": _("Give slips that open accounts"),
    "people.proxy.manage": _("Write down that one person acts for another"),
    "people.grant.view": _("See who holds which role"),
    "people.grant.manage": _("Give and end roles, never their own"),
    "people.rights.answer": _("Answer requests to see, correct or erase a record"),
    "matters.matter.view": _("Follow matters and their story"),
    "matters.matter.report_for": _("Say a matter for somebody: phone, counter, paper"),
    "matters.matter.accept": _("Accept a matter, or answer at once why not"),
    "matters.matter.dispatch": _("Dispatch a matter to a grid or a handler, set its deadline"),
    "matters.matter.designate": _("Decide who must take a matter that came back again and again"),
    "matters.matter.handle": _("Handle a matter: sign, ask back, end it honestly"),
    "matters.matter.verify": _("Look whether what was done was done"),
    "matters.review.work": _("Follow a bad judgement until it is put right"),
    "matters.text.manage": _("Write the ready texts, checklists and macros"),
    "matters.matter.note": _("Write a note into the story"),
    "matters.matter.see_reporter": _("See who said it, unless they asked to be hidden"),
    "matters.matter.export": _("Take a list of matters out, for a purpose"),
    "matters.category.manage": _("Say what kinds of matters there are, who has the power, and by when"),
    "organisation.body.view": _("See units, businesses and social organisations"),
    "organisation.body.edit": _("Enter and correct units and businesses, say who speaks for them"),
    "organisation.body.import": _("Bring registers of units and businesses in"),
    "organisation.body.export": _("Take a list of units and businesses out, for a purpose"),
    "organisation.org.view": _("See the tree of party organisations, posts and terms"),
    "organisation.org.manage": _("Set up party organisations, fill posts, begin terms"),
    "openness.client.manage": _("Connect programs of others: keys, and addresses that are told what happens"),
    "partnership.commons.view": _("Read wishes, offers and projects at the desk"),
    "partnership.commons.gather": _("Write down a wish, an offer or a press for somebody"),
    "partnership.commons.publish": _("Look at wishes and offers, put them on the public list or take them off"),
    "partnership.project.run": _("Bring wishes and offers together into projects, and lead them"),
    "partnership.commons.export": _("Take a list of wishes, offers or projects out, for a purpose"),
    "callouts.callout.view": _("Read calls for help and who said yes"),
    "callouts.callout.call": _("Call for help, note answers, thank those who came"),
    "callouts.offer.keep": _("See who offers to help, and write it down for them"),
    "system.settings.manage": _("Keep the system: settings, holidays, jobs"),
    "system.security.manage": _("Set the rules of security"),
    "system.audit.read": _("Read the audit"),
}


def words_of(permission: str) -> str:
    """The meaning of a permission; of one from a room that has no words here, its name."""
    return str(WORDS.get(permission, permission))
