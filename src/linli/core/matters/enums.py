"""The words of matters: where one stands, how it may end, who may move it."""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.core.people.enums import Rating


class MatterPermission(StrEnum):
    """What somebody may do with matters at a place."""

    VIEW = "matters.matter.view"  # read matters and their story, without who asked
    REPORT_FOR = "matters.matter.report_for"  # write down what somebody says by phone, at the counter or on paper
    MERGE = "matters.matter.merge"  # make one matter of two, and two of one again
    NOTE = "matters.matter.note"  # write a note into the story
    ACCEPT = "matters.matter.accept"  # accept, decline, answer at once, set the category, grant more time
    DISPATCH = "matters.matter.dispatch"  # hand a matter to whoever will handle it
    DESIGNATE = "matters.matter.designate"  # decide who handles it when three have sent it back
    HANDLE = "matters.matter.handle"  # be given matters, and say how they ended
    VERIFY = "matters.matter.verify"  # look whether an ending is true; never one's own
    REVIEW = "matters.review.work"  # follow a bad judgement to its end; never of one's own work
    TEXTS = "matters.text.manage"  # write the ready texts, checklists and macros
    SEE_REPORTER = "matters.matter.see_reporter"  # see who asked, masked; in full only with a reason
    EXPORT = "matters.matter.export"  # take a masked list out, for a purpose and until a day
    CATEGORIES = "matters.category.manage"  # say what kinds of matters there are, who has the power, by when


class MatterState(models.TextChoices):
    """Where a matter stands (W1)."""

    REPORTED = "reported", pgettext_lazy("state of a matter", "Received")
    ACCEPTED = "accepted", pgettext_lazy("state of a matter", "Accepted")
    REJECTED = "rejected", pgettext_lazy("state of a matter", "Not taken on")
    DISPATCHED = "dispatched", pgettext_lazy("state of a matter", "Handed to a handler")
    HANDLING = "handling", pgettext_lazy("state of a matter", "Being handled")
    SUSPENDED = "suspended", pgettext_lazy("state of a matter", "Waiting")
    FED_BACK = "fed_back", pgettext_lazy("state of a matter", "Answered, to be checked")
    VERIFIED = "verified", pgettext_lazy("state of a matter", "Checked, your word please")
    CLOSED = "closed", pgettext_lazy("state of a matter", "Closed")
    MERGED = "merged", pgettext_lazy("state of a matter", "Goes on in another")


S = MatterState
OPEN = frozenset({S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.HANDLING, S.SUSPENDED, S.FED_BACK, S.VERIFIED})
WITH_US = OPEN - {S.SUSPENDED, S.VERIFIED}  # the next step is the community's: these can be overdue
WITH_HANDLER = frozenset({S.DISPATCHED, S.HANDLING, S.SUSPENDED})
ENDED = frozenset({S.FED_BACK, S.VERIFIED, S.CLOSED})
HANDED_OUT = WITH_HANDLER | ENDED


class EndingKind(models.TextChoices):
    """The three honest endings. "Closed" alone does not exist."""

    SOLVED = "solved", _("Solved")
    NOT_POSSIBLE = "not_possible", _("Answered, but it can't be done")
    HANDED_ON = "handed_on", _("Handed on to someone else")


class Urgency(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("urgency", "Usual")
    COMPLEX = "complex", pgettext_lazy("urgency", "Takes longer")
    URGENT = "urgent", pgettext_lazy("urgency", "Urgent")
    EMERGENCY = "emergency", pgettext_lazy("urgency", "Emergency")


BAD_RATINGS = frozenset({Rating.BAD, Rating.VERY_BAD})


class EntryKind(models.TextChoices):
    """What an entry of the story tells."""

    REPORTED = "reported", _("Said what is needed")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Not taken on")
    SORTED = "sorted", _("Category changed")
    DISPATCHED = "dispatched", _("Handed to a handler")
    REASSIGNED = "reassigned", _("Handed to another handler")
    SIGNED = "signed", _("Taken in hand")
    RETURNED = "returned", _("Sent back to the desk")
    NOTE = "note", _("Note")
    TOLD = "told", _("A word to the person who asked")
    QUESTION = "question", _("Question to the person who asked")
    REPLY = "reply", _("Reply")
    FACT = "fact", _("Something new")
    EXTENSION_ASKED = "extension_asked", _("More time asked for")
    EXTENDED = "extended", _("More time given")
    EXTENSION_REFUSED = "extension_refused", _("No more time")
    SUSPENDED = "suspended", _("Has to wait")
    RESUMED = "resumed", _("Goes on")
    ENDED = "ended", _("Answered")
    VERIFIED = "verified", _("Checked")
    SENT_BACK = "sent_back", _("Checked: not done yet")
    RATED = "rated", _("Judged by the person who asked")
    CONFIRMED = "confirmed", _("Confirmed by the person who asked")
    SILENT = "silent", _("Closed, as nobody objected")
    REOPENED = "reopened", _("Taken up again")
    CALLED_OUT = "called_out", _("Departments were called")
    FOLLOWED = "followed", _("Somebody else has the same")
    UNFOLLOWED = "unfollowed", _("Follows no more")
    FOLLOWER_FACT = "follower_fact", _("Something new from somebody who follows")
    FOLLOWER_AGREED = "follower_agreed", _("Solved for somebody who follows")
    FOLLOWER_OBJECTED = "follower_objected", _("Not solved for somebody who follows")
    MERGED = "merged", _("Goes on as part of another matter")
    MERGED_HERE = "merged_here", _("Another matter was merged into this one")
    UNMERGED = "unmerged", _("Two matters again")
    HANDED_OVER = "handed_over", _("Handed over: its handler has left")
    TO_DESK = "to_desk", _("Back to the desk: its handler has left")
    SPLIT = "split", _("It held two things: the second goes on by itself")
    PARTED = "parted", _("Was told together with another matter, and goes on by itself")


class FollowerWord(models.TextChoices):
    """What somebody who follows says at the end."""

    SOLVED = "solved", _("Solved for me, too")
    NOT_SOLVED = "not_solved", _("Not solved for me")


class JudgeReason(models.TextChoices):
    """Why somebody judges as they do; as many as they like, or none (E-15)."""

    SPEED = "speed", pgettext_lazy("reason of a judgement", "How quickly it went")
    SKILL = "skill", pgettext_lazy("reason of a judgement", "How well it was done")
    ATTITUDE = "attitude", pgettext_lazy("reason of a judgement", "How we were with you")
    GUIDANCE = "guidance", pgettext_lazy("reason of a judgement", "How well it was explained")
    CONVENIENCE = "convenience", pgettext_lazy("reason of a judgement", "How many errands it took")
    PLATFORM = "platform", pgettext_lazy("reason of a judgement", "How easy these pages were")


class ReviewState(models.TextChoices):
    """How far a bad judgement has been followed up (W18)."""

    RECEIVED = "received", pgettext_lazy("state of a bad judgement", "To speak with the person")
    CONTACTED = "contacted", pgettext_lazy("state of a bad judgement", "To look into")
    DOUBTED = "doubted", pgettext_lazy("state of a bad judgement", "A second reader is needed")
    INVALID = "invalid", pgettext_lazy("state of a bad judgement", "Not upheld, and told why")
    VERIFIED = "verified", pgettext_lazy("state of a bad judgement", "They are right: to put right")
    RECTIFYING = "rectifying", pgettext_lazy("state of a bad judgement", "Being put right")
    RECTIFIED = "rectified", pgettext_lazy("state of a bad judgement", "Put right, to call back")
    CALLED_BACK = "called_back", pgettext_lazy("state of a bad judgement", "Called back")
    CLOSED = "closed", pgettext_lazy("state of a bad judgement", "Closed")


REVIEW_ENDED = frozenset({ReviewState.INVALID, ReviewState.CLOSED})
REVIEW_LIVE = frozenset(ReviewState) - REVIEW_ENDED


class StillAnswer(models.TextChoices):
    """What somebody says four weeks after the end."""

    YES = "yes", pgettext_lazy("four weeks later", "Yes, it is so")
    NO = "no", pgettext_lazy("four weeks later", "No, it came back")


class RecurrenceState(models.TextChoices):
    """What became of the hint that many ask the same."""

    SUGGESTED = "suggested", pgettext_lazy("state of a recurrence", "To look at")
    ANSWERED = "answered", pgettext_lazy("state of a recurrence", "Answered for all")
    WISHED = "wished", pgettext_lazy("state of a recurrence", "On the list of wishes")
    PUT_ASIDE = "put_aside", pgettext_lazy("state of a recurrence", "Put aside")


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a task", "Open")
    DONE = "done", pgettext_lazy("state of a task", "Done")
    DROPPED = "dropped", pgettext_lazy("state of a task", "Not needed here")


class MacroStep(models.TextChoices):
    """What one step of a macro does; each is an operation with the rights of whoever presses."""

    ACCEPT = "accept", _("Accept it")
    DISPATCH = "dispatch", _("Hand it to a handler")
    SIGN = "sign", _("Take it in hand")
    ASK = "ask", _("Ask the person")
    TELL = "tell", _("Tell the person")
    NOTE = "note", _("Note, for us alone")
    TASK = "task", _("Add a task")
    WAIT = "wait", _("Let it wait")


class HandTo(models.TextChoices):
    """To whom a macro hands a matter."""

    GRID = "grid", _("Whoever serves the grid")
    ME = "me", _("Whoever presses")


class Voice(models.TextChoices):
    """Who speaks in an entry: the person who asked is never named in the story."""

    REPORTER = "reporter", _("The person who asked")
    STAFF = "staff", _("The community")
    SYSTEM = "system", _("Linli")


class Power(models.TextChoices):
    """Who has the power to act. A community has duties without power: what it may only bring about is said beside."""

    COMMUNITY = "community", pgettext_lazy("who has the power", "The community")
    STREET = "street", pgettext_lazy("who has the power", "The street office")
    DEPARTMENT = "department", pgettext_lazy("who has the power", "A government department")
    PROPERTY = "property", pgettext_lazy("who has the power", "The property firm")
    UTILITY = "utility", pgettext_lazy("who has the power", "A water, power, gas or heating company")
    HOLDER = "holder", pgettext_lazy("who has the power", "Whoever owns it")
    MEDIATION = "mediation", pgettext_lazy("who has the power", "The people's mediation committee")
    POLICE = "police", pgettext_lazy("who has the power", "The police")
    RESCUE = "rescue", pgettext_lazy("who has the power", "Fire and rescue")


class ClockKind(models.TextChoices):
    """What is counted: each step that somebody waits for has a clock of its own (E-14)."""

    ACCEPT = "accept", pgettext_lazy("clock", "The desk looks at it")
    HAND_ON = "hand_on", pgettext_lazy("clock", "It is handed on anew")
    SIGN = "sign", pgettext_lazy("clock", "The handler takes it in hand")
    CONTACT = "contact", pgettext_lazy("clock", "Somebody speaks with the person")
    AGAIN = "again", pgettext_lazy("clock", "Somebody speaks with the person again")
    ANSWER = "answer", pgettext_lazy("clock", "First answer")
    ENDING = "ending", pgettext_lazy("clock", "Ending")
    CHECK = "check", pgettext_lazy("clock", "Somebody else checks it")
    SILENT = "silent", pgettext_lazy("clock", "The word of the person who asked")
    RETURN = "return", pgettext_lazy("clock", "Can be sent back")
    REOPEN = "reopen", pgettext_lazy("clock", "Can be taken up again")


class ClockUnit(models.TextChoices):
    """What a clock counts in."""

    WORKING_DAYS = "d", pgettext_lazy("unit of a clock", "working days")
    WORKING_HOURS = "wh", pgettext_lazy("unit of a clock", "working hours")
    HOURS = "h", pgettext_lazy("unit of a clock", "hours, day and night")
    MINUTES = "min", pgettext_lazy("unit of a clock", "minutes, day and night")


class PauseReason(models.TextChoices):
    """Why the clock of an ending may stand still."""

    SEASON = "season", pgettext_lazy("why it waits", "The season or the weather")
    PARTS = "parts", pgettext_lazy("why it waits", "Parts or material")
    THIRD_PARTY = "third_party", pgettext_lazy("why it waits", "Somebody else has to act first")
    RESIDENT = "resident", pgettext_lazy("why it waits", "A reply of the person who asked")


class ReminderLevel(models.TextChoices):
    """How late it is when somebody is told."""

    SOON = "soon", pgettext_lazy("reminder", "Due soon")
    LATE = "late", pgettext_lazy("reminder", "Overdue")
    LATE_A_DAY = "late_a_day", pgettext_lazy("reminder", "Overdue by a working day")
