"""Texts of forms, which are read when they are shown and not when the class is made."""

from django.utils.functional import lazy

from core.own_words import in_own_words

own_words_later = lazy(in_own_words, str)
