"""The name of whoever signed, out of what was written of them: posts and forms of address are no part of it. Pure."""

import re

from core.text import folded, tidy

# as `folded` writes them; of two that begin alike the longer stands first
POSTS = (
    "uy ban nhan dan", "pho chu tich", "pho thu tuong", "chu tich nuoc", "chu tich", "thu tuong", "chinh phu", "pho giam doc",
    "giam doc", "thanh pho", "thua lenh", "ubnd", "quyen", "tinh", "nuoc", "pho", "so noi vu", "kt", "tm", "tl", "tuq", "q",
)  # fmt: skip
INSIDE = ("pho chu tich", "chu tich", "pho thu tuong", "thu tuong")  # a post behind a name ends it
ADDRESSED = ("ông", "bà", "đồng chí")  # with their marks: Bá is a surname
_BETWEEN = re.compile(r"[,;:()\n]|\s[-–—]\s")


def signer_name(written: str, place: str = "") -> str:
    """ "KT. Chủ tịch, Phó Chủ tịch Lê Huyền" is Lê Huyền; a bare post is nobody. `place`: the province as posts name it."""
    posts = (*POSTS, folded(place)) if place else POSTS
    return next((name for part in _BETWEEN.split(written) if (name := _bare(tidy(part), posts))), "")


def _bare(part: str, posts: tuple[str, ...]) -> str:
    """A part of it without the posts before and behind the name."""
    words = part.split()
    while words:
        size = next((len(post.split()) for post in posts if _begins(words, post)), 0)
        address = next((len(word.split()) for word in ADDRESSED if _is_addressed(words, word)), 0)
        if not (size or address):
            break
        words = words[max(size, address) :]
    ends = [at for at in range(1, len(words)) if any(_begins(words[at:], post) for post in INSIDE)]
    return " ".join(words[: ends[0]] if ends else words)


def _begins(words: list[str], post: str) -> bool:
    size = len(post.split())
    return [folded(word) for word in words[:size]] == post.split()


def _is_addressed(words: list[str], address: str) -> bool:
    size = len(address.split())
    return len(words) > size and " ".join(words[:size]).casefold().rstrip(".") == address
