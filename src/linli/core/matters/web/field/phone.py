"""What the page that works without network says, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def phone_words() -> dict[str, str]:
    """The sentences of `capture.js`; what stands in braces is filled in there."""
    return {
        "online": _("Network is there"),
        "offline": _("No network"),
        "choose": _("Please choose"),
        "unknown": _("Not known yet"),
        "kind_matter": _("Something I found"),
        "kind_note": _("A note"),
        "kind_ending": _("How it ended"),
        "text_matter": _("What you found, or what you were told"),
        "text_note": _("What was done, what was seen"),
        "text_ending": _("What was done, or why it can't be done"),
        "need_words": _("Please write a few words."),
        "need_matter": _("Please choose the matter that it belongs to."),
        "need_ending": _("Please say how it ended."),
        "kept": _("Kept on this phone. Nothing has been sent yet."),
        "no_room": _("There is no room: twenty things wait already, or their pictures are too large. Send some first."),
        "waits": _("Waits on this phone. Not sent."),
        "broken": _("The line broke while sending. Send it once more: it is taken in only once."),
        "offline_kept": _("There is no network now. Everything is kept; send it later."),
        "sign_in": _("Please sign in first. Everything is kept on this phone."),
        "send_all": _("Send all {n} now"),
        "all_sent": _("Everything has been sent. Nothing waits on this phone."),
        "sent": _("Sent: {code}"),
        "arrived_before": _("{code} had come in before you changed this. Send what is new as a note, or delete it."),
        "deleted": _("Deleted from this phone."),
        "sure": _("Really delete?"),
        "others": _("Of somebody else {n} wait here. Only they can see and send them, signed in."),
        "files": _("{n} files, {size} kB"),
        "only_files": _("(pictures or voice alone)"),
        "photos": _("Pictures that go along: {n}"),
        "record": _("Record a voice note"),
        "stop": _("Stop recording"),
        "no_microphone": _("This phone gives no microphone. You can pick a recording as a file."),
        "here": _("The place is noted, to within {metres} m. Only for this matter."),
        "not_here": _("The phone does not say where it is. Write the address, please."),
    }
