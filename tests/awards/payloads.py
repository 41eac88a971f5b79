"""What somebody may type to make a formula, a template, markup or mischief of it (R9)."""

FORMULAS = (
    "=1+1", "=HYPERLINK(\"http://la.vn\";\"x\")", "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1:A9)", "\t=1+1", "\r=1+1",
    " =1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "=IMPORTXML(\"http://la.vn\",\"//a\")", "{=1+1}",
)  # fmt: skip
TEMPLATES = (
    "{{7*191}}", "{{nguoi_ky}}", "{{ muc.ten }}", "{% for x in muc %}{{x}}{% endfor %}", "{# ghi chú #}",
    "{{''.__class__.__mro__}}", "${7*191}", "#{7*191}", "<%= 7*191 %>", "{{r can_cu}}", "{%tr for x in y %}",
)  # fmt: skip
MARKUP = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</w:t></w:r><w:r><w:t>lạ", "<!ENTITY x \"y\">&x;",
    "]]><a>", "&lt;b&gt; &amp; 'x' \"y\"", "<b>đậm</b>", "javascript:alert(1)",
)  # fmt: skip
MISCHIEF = (
    "trước\x00\x01\x08\x0b\x0c\x1f\x7f\x85sau", "\u202egnơhK\u202c thật", "\u2066\u2067ngược\u2069", "\ufffe\uffff cuối",
    "Nguyễn\u200bVăn\ufeffA", "Xa\u0303 Phươ\u0301c", "🏅 " * 20, "dài " * 60,
)  # fmt: skip
PAYLOADS = FORMULAS + TEMPLATES + MARKUP + MISCHIEF
