"""Feeds: what was published of each month, and answers to public requests; never a person's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from linli.core.areas.models import Area
from linli.core.matters.models import Matter
from linli.core.openness.models import OpenMonth
from linli.core.openness.queries.months import published, row_of
from linli.core.openness.queries.requests import answered, day_of, public_id
from linli.core.openness.web.opendata import LICENCE, community_of

MONTHS, ANSWERS = 12, 30


@dataclass(frozen=True)
class Item:
    """One piece of news."""

    title: str
    text: str
    link: str
    key: str
    at: datetime


class News(Feed):
    """The newest first, as RSS."""

    feed_type: type[Any] = Rss201rev2Feed

    login_required = False  # an open door

    def get_object(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> Area:
        return community_of(request)

    def title(self, community: Area) -> str:
        return _("%(name)s: needs and answers") % {"name": community}

    def description(self, _community: Area) -> str:
        return _("What was asked and how it ended, month by month, and answers to public requests.")

    subtitle = description

    def link(self, community: Area) -> str:
        return f"{reverse('openness:page')}?community={community.slug}"

    def feed_copyright(self, _community: Area) -> str:
        return LICENCE

    def items(self, community: Area) -> list[Item]:
        months = published(community).filter(kind="").order_by("-month")[:MONTHS]
        news = [*map(_of_month, months), *map(_of_answer, answered(community)[:ANSWERS])]
        return sorted(news, key=lambda item: item.at, reverse=True)

    def item_title(self, item: Item) -> str:
        return item.title

    def item_description(self, item: Item) -> str:
        return item.text

    def item_link(self, item: Item) -> str:
        return item.link

    def item_guid(self, item: Item) -> str:
        return item.key

    item_guid_is_permalink = False

    def item_pubdate(self, item: Item) -> datetime:
        return item.at

    def item_updateddate(self, item: Item) -> datetime:
        return item.at


class AtomNews(News):
    """The same as Atom."""

    feed_type = Atom1Feed


def _of_month(month: OpenMonth) -> Item:
    row, name = row_of("", "", [month]), date_format(month.month, "YEAR_MONTH_FORMAT")
    text = _(
        "Said: %(reported)s. With an ending: %(ended)s; solved %(solved)s, can't be done %(not_possible)s, "
        "handed on %(handed_on)s."
    ) % {count: str(number) for count, number in row.counts.items()}
    address = f"{reverse('openness:page')}?year={month.month.year}&month={month.month.month}"
    return Item(_("%(month)s in numbers") % {"month": name}, text, address, f"linli-month-{month.pk}", month.counted_at)


def _of_answer(matter: Matter) -> Item:
    where = str(matter.grid) if matter.grid else str(matter.community)
    title = f"{matter.category} · {where} · {matter.get_ending_display()}"
    text = _("Said on %(day)s.") % {"day": date_format(day_of(matter.reported_at), "DATE_FORMAT")}
    key, ended = public_id(matter), day_of(matter.ended_at or matter.state_since)
    return Item(title, text, f"{reverse('openness:open311:request', args=[key, 'json'])}", f"linli-answer-{key}", ended)
