"""What this package instruments, and which kinds of telemetry it has."""

_instruments = ("aiogram >= 3.20, < 4",)

_supports_metrics = True

_semconv_status = "development"
