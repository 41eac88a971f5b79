"""Search without accents or case, the same in every list: each word begins a word of a row's search key."""

from django.db.models import Q

from core.text import folded

MOST_LETTERS = 200  # of what is searched for


def words_match(words: str) -> Q:
    """Every word begins a word of the search key, in any order, without accents or case; the first 200 letters."""
    matches = Q()
    for word in folded(words[:MOST_LETTERS]).split():
        matches &= Q(search_key__startswith=word) | Q(search_key__contains=f" {word}")
    return matches if matches else Q(pk=None)
