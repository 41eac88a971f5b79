from accounts.models import AuditEvent, User
from office.models import ErrorRecord, StoredFile
from office.read_only import show

show(User, hidden=["password", "groups", "user_permissions"])
show(AuditEvent, StoredFile, ErrorRecord)
