"""What messages about matters say. The titles name the matter, so that an inbox can be read at a glance."""

from django.utils.translation import gettext_lazy as _

from linli.base.messaging.wording import register_template

# To the person who asked.
register_template(
    "matters.reported",
    version=1,
    title=_("We have it: %(title)s"),
    body=_("The code of your slip is %(code)s. Somebody at the desk looks at it by %(due_at)s."),
)
register_template(
    "matters.accepted",
    version=1,
    title=_("We take it on: %(title)s"),
    body=_("Your matter %(code)s was accepted. You will have an answer by %(due_at)s."),
)
register_template(
    "matters.rejected",
    version=1,
    title=_("We can't take this on: %(title)s"),
    body=_("Matter %(code)s: %(text)s"),
)
register_template(
    "matters.dispatched",
    version=1,
    title=_("Somebody handles it: %(title)s"),
    body=_("%(handler)s was asked to handle your matter %(code)s by %(due_at)s."),
)
register_template(
    "matters.signed",
    version=1,
    title=_("It is being handled: %(title)s"),
    body=_("%(handler)s has taken your matter %(code)s in hand."),
)
register_template(
    "matters.noted",
    version=1,
    title=_("News of your matter: %(title)s"),
    body=_("Matter %(code)s: %(text)s"),
)
register_template(
    "matters.asked",
    version=1,
    title=_("A question to you: %(title)s"),
    body=_("Matter %(code)s: %(text)s Please reply on its page, or call us."),
)
register_template(
    "matters.extended",
    version=1,
    title=_("It takes longer: %(title)s"),
    body=_("Matter %(code)s needs more time, until %(due_at)s. %(text)s"),
)
register_template(
    "matters.suspended",
    version=1,
    title=_("It has to wait: %(title)s"),
    body=_("Matter %(code)s waits until %(until_on)s: %(text)s"),
)
register_template(
    "matters.resumed",
    version=1,
    title=_("It goes on: %(title)s"),
    body=_("Work on matter %(code)s goes on, until %(due_at)s."),
)
register_template(
    "matters.ended",
    version=1,
    title=_("There is an answer: %(title)s"),
    body=_("Matter %(code)s: %(text)s You can say whether it is so, and how satisfied you are."),
)
register_template(
    "matters.verified",
    version=1,
    title=_("We checked it: %(title)s"),
    body=_("Somebody else has looked at matter %(code)s. If we hear nothing, it closes after five working days."),
)
register_template(
    "matters.sent_back",
    version=1,
    title=_("Not done yet: %(title)s"),
    body=_("We checked matter %(code)s and it is not done yet. The work goes on, until %(due_at)s."),
)
register_template(
    "matters.closed",
    version=1,
    title=_("Closed: %(title)s"),
    body=_("Matter %(code)s is closed. If something is still wrong, take it up again within fifteen working days."),
)
register_template(
    "matters.reopened",
    version=1,
    title=_("Taken up again: %(title)s"),
    body=_("We look at matter %(code)s again. You will hear from us by %(due_at)s."),
)
register_template(
    "matters.called_out",
    version=1,
    title=_("News of your matter: %(title)s"),
    body=_("Matter %(code)s: departments that can act were called, or have answered. Its page tells more. %(text)s"),
)

register_template(
    "matters.sooner",
    version=1,
    title=_("Sooner than we said: %(title)s"),
    body=_("Matter %(code)s is of another kind than we thought. You will have an answer by %(due_at)s already."),
)

# To somebody who follows.
register_template(
    "matters.followed",
    version=1,
    title=_("You follow it: %(title)s"),
    body=_("The code of your slip is %(code)s. You hear what becomes of it, and say at the end whether it is solved."),
)

register_template(
    "matters.merged",
    version=1,
    title=_("Joined with what a neighbour told: %(title)s"),
    body=_("It goes on together with the same matter of a neighbour. Your slip %(code)s stays good and shows how far."),
)
register_template(
    "matters.unmerged",
    version=1,
    title=_("By itself again: %(title)s"),
    body=_("They were two matters after all. Yours goes on by itself, with the same slip: %(code)s."),
)

register_template(
    "matters.split",
    version=1,
    title=_("Two things, so two matters: %(title)s"),
    body=_("You told us two things. %(code)s goes on; the second has a slip of its own: %(other)s. Nothing is lost."),
)
register_template(
    "matters.split_for_follower",
    version=1,
    title=_("Two things, so two matters: %(title)s"),
    body=_("What you follow held two things. For the second you have a slip of your own: %(code)s."),
)
register_template(
    "matters.unsplit",
    version=1,
    title=_("One matter again: %(title)s"),
    body=_("It was one thing after all. Everything goes on under %(code)s; the second slip opens it, too."),
)
# To the handler.
register_template(
    "matters.split_for_handler",
    version=1,
    title=_("It held two things: %(title)s"),
    body=_("The second thing was taken out of matter %(code)s and goes on by itself as %(other)s. Yours stays yours."),
)
register_template(
    "matters.follower_for_handler",
    version=1,
    title=_("A neighbour who follows has written: %(title)s"),
    body=_("Somebody who follows matter %(code)s has something to say. Please look at the story."),
)
register_template(
    "matters.for_handler",
    version=1,
    title=_("For you: %(title)s"),
    body=_("You were asked to handle matter %(code)s by %(due_at)s."),
)
register_template(
    "matters.reply_for_handler",
    version=1,
    title=_("A reply: %(title)s"),
    body=_("The person who asked has written to matter %(code)s."),
)
register_template(
    "matters.sent_back_for_handler",
    version=1,
    title=_("Not done yet: %(title)s"),
    body=_("Somebody checked matter %(code)s: %(text)s"),
)
register_template(
    "matters.extension_for_handler",
    version=1,
    title=_("About more time: %(title)s"),
    body=_("The desk has decided. Matter %(code)s is due by %(due_at)s. %(text)s"),
)
register_template(
    "matters.judged_for_handler",
    version=1,
    title=_("The person has judged: %(title)s"),
    body=_("The person who asked has judged the answer to matter %(code)s."),
)

register_template(
    "matters.handed_over",
    version=1,
    title=_("Somebody else looks after it: %(title)s"),
    body=_("From now on %(handler)s looks after your matter %(code)s. What was promised stays."),
)
register_template(
    "matters.back_at_the_desk",
    version=1,
    title=_("The desk looks after it: %(title)s"),
    body=_("Whoever handled your matter %(code)s works elsewhere now. The desk hands it on by %(due_at)s."),
)
register_template(
    "matters.left_for_desk",
    version=1,
    title=_("Its handler has left: %(title)s"),
    body=_("Matter %(code)s came back to the desk. Please hand it to somebody by %(due_at)s."),
)
register_template(
    "matters.hand_over_to_sign",
    version=1,
    title=_("For you to take over"),
    body=_("%(who)s hands over to you what was in hand: %(count)s things. Please read the list and sign for it."),
)

# By the clock: to the handler, then the desk, then the secretary.
register_template(
    "matters.due_soon",
    version=1,
    title=_("Due soon: %(title)s"),
    body=_("Matter %(code)s is due by %(due_at)s. If it has to wait, say why on its page; more time can be asked for."),
)
register_template(
    "matters.overdue",
    version=1,
    title=_("Overdue: %(title)s"),
    body=_("Matter %(code)s was due by %(due_at)s. Its page says which step is missing."),
)
register_template(
    "matters.overdue_a_day",
    version=1,
    title=_("Overdue by a working day: %(title)s"),
    body=_("Matter %(code)s was due by %(due_at)s, and nothing has come of it for a working day. Please look into it."),
)

# About judgements, the question four weeks later, tasks and notes.
register_template(
    "matters.told",
    version=1,
    title=_("A word to you: %(title)s"),
    body=_("Matter %(code)s: %(text)s"),
)
register_template(
    "matters.still",
    version=1,
    title=_("Is it still so? %(title)s"),
    body=_("Four weeks ago matter %(code)s ended. One question, one press: is it still so, or did it come back?"),
)
register_template(
    "matters.review_not_upheld",
    version=1,
    title=_("About your judgement: %(title)s"),
    body=_("Two people looked into what you said about matter %(code)s. %(text)s You can call us about it."),
)
register_template(
    "matters.review_rectified",
    version=1,
    title=_("We put it right: %(title)s"),
    body=_("What you said about matter %(code)s was right. %(text)s We will call you to hear whether it is so."),
)
register_template(
    "matters.reopened_for_worker",
    version=1,
    title=_("Taken up again: %(title)s"),
    body=_("The person who asked says that matter %(code)s is not right. It waits at the desk, until %(due_at)s."),
)
register_template(
    "matters.reopened_twice",
    version=1,
    title=_("Taken up again, not for the first time: %(title)s"),
    body=_("Matter %(code)s comes back for the second time or more. Please have a look yourself."),
)
register_template(
    "matters.sent_back_to_nobody",
    version=1,
    title=_("Its handler has left: %(title)s"),
    body=_("Matter %(code)s is not done yet, and its handler no longer works here. Please hand it to somebody."),
)
register_template(
    "matters.review_received",
    version=1,
    title=_("Dissatisfied: %(title)s"),
    body=_("Please speak with the person who asked about matter %(code)s by %(due_at)s, and write down what they say."),
)
register_template(
    "matters.review_second_reader",
    version=1,
    title=_("A second reader is needed: %(title)s"),
    body=_("Somebody doubts the judgement of matter %(code)s. Please read it, too, and decide."),
)
register_template(
    "matters.review_rectify",
    version=1,
    title=_("Please put it right: %(title)s"),
    body=_("Matter %(code)s, until %(due_at)s: %(text)s"),
)
register_template(
    "matters.review_late",
    version=1,
    title=_("A bad judgement waits too long: %(title)s"),
    body=_("The next step about matter %(code)s was due by %(due_at)s."),
)
register_template(
    "matters.task_given",
    version=1,
    title=_("A task for you: %(title)s"),
    body=_("In matter %(code)s: %(text)s"),
)
register_template(
    "matters.mentioned",
    version=1,
    title=_("%(who)s calls you: %(title)s"),
    body=_("In a note to matter %(code)s: %(text)s"),
)

# Copies leave the house by text message: what workers write for themselves stays inside and is read there.
register_template(
    "matters.mentioned", version=2, title=_("%(who)s calls you: %(title)s"),
    body=_("In a note to matter %(code)s. Please open it to read the note."),
)  # fmt: skip
register_template(
    "matters.task_given", version=2, title=_("A task for you: %(title)s"),
    body=_("In matter %(code)s. Please open it to see what is to be done."),
)  # fmt: skip
register_template(
    "matters.review_rectify", version=2, title=_("Please put it right: %(title)s"),
    body=_("Matter %(code)s, until %(due_at)s. Please open it to read what it is about."),
)  # fmt: skip
register_template(
    "matters.extension_for_handler", version=2, title=_("About more time: %(title)s"),
    body=_("The desk has decided. Matter %(code)s is due by %(due_at)s. Please open it to read why."),
)  # fmt: skip
