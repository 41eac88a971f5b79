from accounts.models import AuditEvent, User
from office.models import StoredFile
from office.read_only import show

show(User, AuditEvent, StoredFile)
