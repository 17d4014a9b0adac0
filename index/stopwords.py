"""Words that say nothing of what a text is about."""

from __future__ import annotations

_STOPWORDS = (
    "a an and are as at be been being but by can could did do does doing done for from get gets "
    "getting got had has have having he her here hers him his how i if im ive in into is it its "
    "just like may me might more most much my need no not of off on or our ours out own per please "
    "really s say says she should so some still t than that the their them then there these they "
    "this those to too up us very was we were what when where which while who whom whose why will "
    "with would yes you your yours thats whats dont doesnt cant isnt "
    "d ll m re ve hi hello hey thanks thank dear regards tell know "
    "want wants wanted think thing things anyone someone question help"
)
STOPWORDS = frozenset(_STOPWORDS.split())
