"""Names, types and labels of the numbers that this bot was asked for."""

ASKED_FOR = {
    "bot_users_total": ("gauge", ()),
    "bot_users_active_today": ("gauge", ()),
    "bot_operations_total": ("counter", ("operation_type",)),
    "bot_operations_today": ("gauge", ("operation_type",)),
    "bot_programs_total": ("gauge", ()),
    "bot_programs_active": ("gauge", ()),
    "bot_records_total": ("gauge", ()),
    "bot_records_today": ("gauge", ()),
    "bot_request_duration_seconds": ("histogram", ("handler",)),
    "bot_request_errors_total": ("counter", ("error_type",)),
    "bot_health": ("gauge", ()),
    "bot_uptime_seconds": ("gauge", ()),
    "bot_system_cpu_percent": ("gauge", ()),
    "bot_system_memory_percent": ("gauge", ()),
    "bot_system_memory_bytes": ("gauge", ()),
}
