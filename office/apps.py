from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "office"
    verbose_name = "Văn phòng"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from accounts.actions import AT_SIGN_OUT
        from accounts.sign_in.door import purge_attempts
        from office import once_only
        from office.files.disk import close_to_others
        from office.jobs import sweeping
        from office.jobs.sweeping import SWEEPS, Sweep
        from office.lists import staging

        connection_created.connect(close_to_others)
        AT_SIGN_OUT.append(staging.discard_all)
        SWEEPS.extend(
            (
                Sweep("Tệp xem trước quá một ngày", sweeping.staged_files),
                Sweep("Tệp của việc dài đã kết thúc", sweeping.work_files),
                Sweep("Tệp xem trước không còn phiên nào chờ", sweeping.unowned_rows),
                Sweep("Tệp trên đĩa không có trong cơ sở dữ liệu", sweeping.orphans),
                Sweep("Tệp, thư mục được khóa lại cho riêng cổng", sweeping.open_files),
                Sweep("Phiên làm việc đã hết hạn", sweeping.sessions),
                Sweep("Việc trong hàng đã xong quá 14 ngày", sweeping.task_results),
                Sweep("Mẫu đã gửi quá 30 ngày", once_only.old_sendings),
                Sweep("Lần đăng nhập sai đã cũ", purge_attempts),
            )
        )
