"""The two keys of a real portal: what makes one weak, and how a good one is made. Pure."""

from accounts.sign_in.passwords import is_repeated

SHORTEST, DIFFERENT = 40, 12  # signs, and how many different ones
MAKE = 'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'


def why_weak(name: str, value: str) -> str:
    """Why a key would be guessed, and what to do, in a sentence; nothing for a good one."""
    if len(value) < SHORTEST:
        why = f"ngắn hơn {SHORTEST} ký tự"
    elif len(set(value)) < DIFFERENT or is_repeated(value):
        why = "chỉ lặp lại một vài ký tự"
    elif value.startswith(("django-insecure-", "chỉ dùng khi phát triển")):
        why = "là khóa mẫu, ai cũng biết"
    else:
        return ""
    return f"{name} quá yếu: {why}. Tạo khóa mới bằng lệnh {MAKE} rồi đặt vào {name}; mỗi khóa tạo riêng."


def objection(secret: str, audit: str) -> str:
    """The first thing that is wrong with the keys of a real portal; nothing when both are good."""
    if secret == audit:
        return f"SECRET_KEY và AUDIT_KEY phải khác nhau. Tạo mỗi khóa riêng bằng lệnh {MAKE}."
    return why_weak("SECRET_KEY", secret) or why_weak("AUDIT_KEY", audit)
