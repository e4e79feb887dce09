"""Opening an account with a slip, and keeping it safe."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.ratelimit import consume_or_429
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.base.codes import qr_svg
from linli.base.papers import Slip, render_pdf
from linli.base.permissions import Visitor
from linli.base.text import masked_name
from linli.base.web.parts import refusals_on
from linli.core.areas.models import Area
from linli.core.people.enums import PeoplePermission
from linli.core.people.models import Account, Grant, Invitation, Person
from linli.core.people.operations.invitations import find_slip, give_slip, join_with_slip
from linli.core.people.queries.actors import live_grants
from linli.core.people.web.adapters import ChinesePhoneField, home_of
from linli.core.people.web.codes_by_phone import can_send_codes
from linli.core.people.web.guards import has_second_factor

SLIP = "slip_code"  # the session key between the two steps of joining


class CodeForm(forms.Form):
    """The code on the slip."""

    code = forms.CharField(
        label=_("Code on your slip"),
        max_length=20,
        help_text=_("Eight letters and digits, for example 7K3M-9QF2. Small letters are fine."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


class JoinForm(forms.Form):
    """How somebody wants to sign in from now on."""

    username = forms.CharField(
        label=_("A name to sign in with"),
        max_length=80,
        help_text=_("Letters and digits, easy to remember. You can also sign in with your phone."),
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    phone = ChinesePhoneField(
        label=_("Your phone"),
        required=False,
        help_text=_("We send codes there, and nothing else unless you ask for it."),
    )
    password = forms.CharField(
        label=_("A password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, account: Account | None, suggestion: str = "", **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["username"].initial = account.username if account else suggestion
        self.fields["username"].disabled = account is not None
        self.fields["password"].help_text = " ".join(map(str, password_validators_help_texts()))
        if not can_send_codes():
            del self.fields["phone"]
            self.fields["password"].required = True


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """The first step: the code that stands on the slip."""
    form = CodeForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and (too_many := consume_or_429(request, action="signup")):
        return too_many
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            find_slip(code=form.cleaned_data["code"], now=timezone.now())
            request.session[SLIP] = form.cleaned_data["code"]
            return redirect("people:account-join-choose")
    return render(request, "people/join.html", {"form": form})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def join_choose(request: HttpRequest) -> HttpResponse:
    """The second step: a name, a phone or a password or both; then they are signed in."""
    code = request.session.get(SLIP)
    if not code:
        return redirect("people:account-join")
    step = CodeForm({"code": code})
    with refusals_on(step):
        person = find_slip(code=code, now=timezone.now()).person
    if not step.is_valid():
        request.session.pop(SLIP)
        return render(request, "people/join.html", {"form": step})
    account = Account.objects.select_related("person").filter(person=person).first()
    form = JoinForm(request.POST or None, account=account, suggestion=person.pinyin)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return _joined(request, code, form)
    return render(request, "people/join_choose.html", {"form": form, "person": person, "account": account})


def _joined(request: HttpRequest, code: str, form: JoinForm) -> HttpResponse:
    now = timezone.now()
    chosen = {"phone": "", **form.cleaned_data}
    account = join_with_slip(code=code, **chosen, actor=Visitor(), now=now)
    request.session.pop(SLIP, None)
    record_authentication(request, account, "slip")
    proves_phone = chosen["phone"] and not account.phone_verified_at
    there = reverse("account_change_phone") if proves_phone else home_of(account)
    return perform_login(request, Login(user=account, redirect_url=there))  # asks for a second factor, if there is one


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """How I sign in: password, phone, second factor."""
    account = request.user
    context = {"account": account, "has_second_factor": is_mfa_enabled(account), "can_send_codes": can_send_codes()}
    return render(request, "people/account.html", context)


@require_safe
@never_cache
def second_factor(request: HttpRequest) -> HttpResponse:
    """Whoever holds a role above a grid sets up a second factor, or enters it."""
    next_url = request.GET.get("next", "")
    if has_second_factor(request):
        return redirect(home_of(request.user))  # type: ignore[arg-type]
    if is_mfa_enabled(request.user):
        return redirect(f"{reverse('mfa_reauthenticate')}?next={reverse('people:second-factor')}")
    return render(request, "people/second_factor.html", {"next": next_url})


@require_POST
@never_cache
def give(request: HttpRequest, pk: str) -> HttpResponse:
    """A slip for somebody at the desk: the code is shown once, here, to be printed or read aloud."""
    person = get_object_or_404(_may_get_a_slip(request), pk=pk)
    form = forms.Form({})
    with refusals_on(form):
        invitation, code = give_slip(person=person, actor=request.actor, now=timezone.now())  # type: ignore[attr-defined]
        address = request.build_absolute_uri(f"{reverse('people:account-join')}?code={code}")
        context = {"person": person, "invitation": invitation, "code": code, "address": address}
        return render(request, "people/slip.html", context)
    return render(request, "people/slip_refused.html", {"person": person, "form": form}, status=409)


def _may_get_a_slip(request: HttpRequest) -> QuerySet[Person]:
    """People whom the actor may invite, and holders of roles that the actor manages."""
    actor = request.actor  # type: ignore[attr-defined]
    managed = Grant.objects.visible_to(actor, PeoplePermission.GRANT_MANAGE)
    holders = live_grants(timezone.localdate()).filter(pk__in=managed.values("pk"))
    invited = Person.objects.visible_to(actor, PeoplePermission.INVITE)
    return Person.objects.filter(Q(pk__in=invited.values("pk")) | Q(pk__in=holders.values("person")))


@require_POST
@never_cache
def print_slip(request: HttpRequest, pk: str) -> HttpResponse:
    """The slip on paper. The code comes from the page that showed it; nobody else knows it."""
    person = get_object_or_404(_may_get_a_slip(request).select_related("community"), pk=pk)
    code = request.POST.get("code", "")
    form = forms.Form({})
    with refusals_on(form):
        invitation = find_slip(code=code, now=timezone.now())
        if invitation.person_id == person.pk:
            pdf = render_pdf("slip", _slip(request, person, invitation, code))
            return HttpResponse(pdf, content_type="application/pdf")
    return render(request, "people/slip_refused.html", {"person": person, "form": form}, status=409)


def _slip(request: HttpRequest, person: Person, invitation: Invitation, code: str) -> Slip:
    address = request.build_absolute_uri(f"{reverse('people:account-join')}?code={code}")
    community = person.community or Area(name_zh="")
    until = timezone.localtime(invitation.expires_at).date().isoformat()
    return {
        "community_zh": community.name_zh,
        "community_en": community.name_en or community.name_zh,
        "title_zh": "开通账户",
        "title_en": "Open your account",
        "code": code,
        "url": request.build_absolute_uri(reverse("people:account-join")),
        "qr": qr_svg(address),
        "rows": [
            {"zh": "姓名", "en": "Name", "value": masked_name(person.name)},
            {"zh": "有效期至", "en": "Good until", "value": until},
        ],
        "note_zh": "扫码，或打开网址输入上面的代码，然后自己设置密码或手机号。只能用一次，请勿转给他人。",
        "note_en": "Scan the square, or open the address and type the code. It works once. Give it to nobody else.",
        "phone": community.phone,
    }
