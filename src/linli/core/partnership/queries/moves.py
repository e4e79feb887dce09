"""The tables of moves of needs, resources and projects (W6): the buttons of their pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from linli.base.permissions import Actor
from linli.base.workflow import Move, open_moves
from linli.core.partnership.enums import LIVE, UNDER_WAY, ListState, ProjectState
from linli.core.partnership.enums import PartnershipPermission as P
from linli.core.partnership.models import Project
from linli.core.partnership.models.lists import Listed

L, S = ListState, ProjectState

PUBLISH = Move("publish", frozenset({L.RECEIVED}), L.OPEN, P.PUBLISH, _("Put on the list"))
MATCH = Move("match", frozenset({L.OPEN}), L.MATCHED, P.PROJECT)
UNMATCH = Move("unmatch", frozenset({L.MATCHED}), L.OPEN, P.PROJECT)
FULFIL = Move("fulfil", frozenset({L.OPEN, L.MATCHED}), L.FULFILLED, P.PUBLISH, _("It has come true"))
WITHDRAW = Move("withdraw", LIVE, L.WITHDRAWN, P.PUBLISH, _("Take off the list"))
REWORD = Move("reword", frozenset({L.OPEN, L.MATCHED}), "", P.PUBLISH, _("Change the words"))

AGREE = Move("agree", frozenset({S.PROPOSED}), S.BOTH_ACCEPTED, P.PROJECT)
START = Move("start", frozenset({S.BOTH_ACCEPTED}), S.RUNNING, P.PROJECT, _("Begin"))
FINISH = Move("finish", frozenset({S.RUNNING}), S.FINISHED, P.PROJECT, _("Write the result"))
SETTLE = Move("settle", frozenset({S.FINISHED}), S.RATED, P.PROJECT, _("End the judging"))
TELL = Move("tell", frozenset({S.RATED}), S.PUBLISHED, P.PROJECT, _("Publish the result"))
GIVE_UP = Move("give-up", UNDER_WAY, S.WITHDRAWN, P.PROJECT, _("Give it up"))
ADD_STEP = Move("add-step", UNDER_WAY, "", P.PROJECT, _("Add a step"))

LIST_MOVES = (PUBLISH, FULFIL, REWORD, WITHDRAW)
PROJECT_MOVES = (START, FINISH, SETTLE, TELL, ADD_STEP, GIVE_UP)


def list_moves(actor: Actor, thing: Listed) -> list[Move]:
    """What may be done with a need or a resource now. What lies in a project ends with it."""
    open_now = open_moves(thing, LIST_MOVES, actor)
    return [move for move in open_now if thing.state != L.MATCHED or move == REWORD]


def project_moves(actor: Actor, project: Project) -> list[Move]:
    """What may be done with a project now."""
    return open_moves(project, PROJECT_MOVES, actor)
