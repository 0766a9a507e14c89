"""What the edge itself refuses, before any use case is asked.

Refusal (scheduling.errors)
└── EdgeRefusal
    ├── NotHere          no page, or not this person's
    ├── SignInFirst      the page belongs to somebody who has come back with their words
    ├── FromElsewhere    a change that another site may have sent
    ├── FormTooLarge     more than a form of ours can hold
    ├── FormUnreadable   not a form, or not UTF-8
    ├── FormStale        made for another visit of the same browser
    ├── VisitOver        the visit it belongs to has ended
    └── ChosenElsewhere  another tab of the same visit went on with something else
"""

from scheduling.errors import Refusal


class EdgeRefusal(Refusal):
    """State that a request was not let in."""


class NotHere(EdgeRefusal):
    """State that there is nothing at this address for this person."""

    msgid = "There is nothing at this address, or it is no longer here."


class SignInFirst(EdgeRefusal):
    """State that this page is only for somebody who came back with their words."""

    msgid = "To see this page, please come in with your words. If you were in already, your visit has ended by itself."


class FromElsewhere(EdgeRefusal):
    """State that a change came without proof that it was made on a page of ours."""

    msgid = (
        "Your browser did not show that this was sent from our own page, so nothing was changed. "
        "Please open the page again here and send it once more."
    )


class FormTooLarge(EdgeRefusal):
    """State that a form is larger than any of ours (`limit_kib`)."""

    msgid = (
        "This is more text than we can take at once (%(limit_kib)d KiB). Nothing was changed. "
        "Go back, what you wrote is still there, and make it shorter."
    )


class FormUnreadable(EdgeRefusal):
    """State that what was sent is no form of ours or has broken letters in it."""

    msgid = "Some of the letters arrived broken, so nothing was changed. Please go back and send it once more."


class FormStale(EdgeRefusal):
    """State that a form was opened in an earlier visit of the same browser."""

    msgid = (
        "This page was open for a while, and in the meantime you came in or went out. "
        "Nothing was changed yet. What you wrote is still here."
    )


class VisitOver(EdgeRefusal):
    """State that something was begun in a visit that has ended by itself."""

    msgid = (
        "This page was open for a long time, and your visit has ended by itself. Nothing was booked or changed. "
        "Please choose a time once more."
    )


class ChosenElsewhere(EdgeRefusal):
    """State that a page is about a time or a person that was given up in another tab."""

    msgid = (
        "In another tab you chose another time or another person. This is what is kept for you now; "
        "nothing is booked yet."
    )
