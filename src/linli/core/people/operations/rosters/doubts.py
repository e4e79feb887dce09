"""The kinds of doubt that rosters of people raise: what was done, and why."""

from django.utils.translation import gettext_lazy as _

from linli.base.sheets.rosters import FindingKind, register_kinds

NUMBER_LEFT_OUT = _("The person is in the register, the number is not.")

register_kinds(
    FindingKind(
        "wrong_checksum",
        _("Identity number with a wrong check digit"),
        NUMBER_LEFT_OUT,
        _("The last character does not fit the other seventeen, so one of them is mistyped."),
        sensitive=True,
        asks="number",
    ),
    FindingKind(
        "id_as_number",
        _("Identity number destroyed by the spreadsheet"),
        NUMBER_LEFT_OUT,
        _("The cell is formatted as a number: the spreadsheet kept fifteen digits and forgot the rest."),
        sensitive=True,
        asks="number",
    ),
    FindingKind(
        "bad_id",
        _("Not an identity number"),
        NUMBER_LEFT_OUT,
        _("The cell has the wrong length, other signs, or a birthday that does not exist."),
        sensitive=True,
        asks="number",
    ),
    FindingKind(
        "missing_id",
        _("Identity number missing"),
        _("The person is in the register without a number."),
        _("The cell is empty."),
        asks="number",
    ),
    FindingKind(
        "number_of_another",
        _("Identity number of somebody else"),
        NUMBER_LEFT_OUT,
        _("Row %(other_row)s of %(other_sheet)s gives the same number to another name."),
        sensitive=True,
        asks="number",
    ),
    FindingKind(
        "old_15_digit",
        _("Old identity number of 15 digits"),
        _("The number was extended to 18 digits."),
        _("Numbers had 15 digits until 1999; the longer one follows from it."),
        noted=True,
        sensitive=True,
    ),
    FindingKind(
        "sex_contradicts_id",
        _("Sex and identity number disagree"),
        _("The sex was taken from the number."),
        _("The number is sound and tells the other sex."),
        asks="sex",
    ),
    FindingKind(
        "birth_contradicts_id",
        _("Birthday and identity number disagree"),
        _("The birthday was taken from the number."),
        _("The number is sound and tells another day."),
        asks="birth",
    ),
    FindingKind(
        "future_birth",
        _("Birthday in the future"),
        _("The birthday was taken from the number, or left out where there is no sound number."),
        _("Nobody is born on a day that has not come."),
        asks="birth",
    ),
    FindingKind(
        "bad_birth",
        _("Birthday not understood"),
        _("The birthday was taken from the number, or left out where there is no sound number."),
        _("The cell is no day that exists, in none of the ways that people write days."),
        asks="birth",
    ),
    FindingKind(
        "birth_month_only",
        _("Only the month of birth is known"),
        _("The first day of that month was noted."),
        _("The cell names a year and a month, and there is no sound identity number to take the day from."),
        asks="birth",
    ),
    FindingKind(
        "phone_bad",
        _("Not a phone number"),
        _("The person is in the register, this phone is not."),
        _("The number is too short or too long, or no phone begins like that."),
        sensitive=True,
        asks="phone",
    ),
    FindingKind(
        "phone_second",
        _("Several phones in one cell"),
        _("The first one that can be called was kept."),
        _("The register keeps one phone for a person."),
        noted=True,
        sensitive=True,
    ),
    FindingKind(
        "duplicate_person",
        _("The same person twice"),
        _("One person is in the register."),
        _("Row %(other_row)s of %(other_sheet)s has the same identity number, or it was settled by hand."),
        noted=True,
    ),
    FindingKind(
        "duplicate_guess",
        _("Probably the same person twice"),
        _("One person is in the register."),
        _("Row %(other_row)s of %(other_sheet)s has the same name, birthday and door; one has no number."),
    ),
    FindingKind(
        "no_name",
        _("Name missing"),
        _("The person is in the register without a name."),
        _("The cell is empty, but the row has an identity number."),
        asks="name",
    ),
    FindingKind(
        "no_person",
        _("Door without people"),
        _("The door is in the register, nobody lives there."),
        _("The row has an address, but neither a name nor an identity number."),
        noted=True,
    ),
    FindingKind(
        "no_home",
        _("Address missing"),
        _("The person is in the register without a home."),
        _("The row has no address, and the row above is no one they live with."),
    ),
    FindingKind(
        "no_grid",
        _("Grid not named"),
        _("The homes of this sheet lie directly below the community."),
        _("No column, sheet name or title says which grid this is."),
    ),
    FindingKind(
        "bad_sex",
        _("Sex not understood"),
        _("The person is in the register, their sex is not."),
        _("The cell says neither of the two."),
        asks="sex",
    ),
    FindingKind(
        "unknown_relation",
        _("Relation not known"),
        _("Noted as another relation."),
        _("The register has no word for it."),
    ),
    FindingKind(
        "unknown_care",
        _("Care category not known"),
        _("It was left out."),
        _("The register keeps reasons for care only, each with a purpose and an end."),
    ),
    FindingKind(
        "person_gone",
        _("In the file, but no longer in the register"),
        _("Nothing was changed."),
        _("The register says since %(since)s that this person is no longer here."),
    ),
    FindingKind(
        "unknown_post",
        _("Post not known"),
        _("The person is in the register without a role."),
        _("No role belongs to this post."),
    ),
)

register_kinds(
    FindingKind(
        "unknown_grid",
        _("Grid not known"),
        _("The person works for the whole community for now."),
        _("There is no grid of this name here."),
    ),
    FindingKind(
        "role_waits",
        _("Role to be given"),
        _("The person is in the register, the role was not given."),
        _("Roles are given by the security administrator."),
    ),
)
