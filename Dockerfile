# Needs Docker Engine 25 or later: an older one does not know the flag start-interval.
#
# The bot, from the lock. Builds with `docker compose build`; the same image runs the bot, makes
# the keys and plays the lifters of the demo.

FROM python:3.13.18-slim-trixie AS build
COPY .ci/uv.txt /tmp/uv.txt
RUN pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore \
    --require-hashes --no-deps --only-binary=:all: -r /tmp/uv.txt
WORKDIR /app
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock ./
# Wheels only: what would need a compiler fails here, not in production. No group of the lock is
# wanted: the database is a service of its own.
RUN uv sync --frozen --no-default-groups --no-build --no-install-local
# What the bot never reads: the calendars and numbers of languages that it does not speak, and what
# compiled modules were made of. The list of contents stays in the image.
RUN cd .venv/lib/python3.*/site-packages \
    && find babel/locale-data -type f ! -name root.dat ! -name en.dat ! -name ru.dat -delete \
    && find . -type f -regex '.*\.\(c\|h\|pyx\|pxd\|pxi\|cpp\|hpp\)' -delete \
    && cd /app && uv export --frozen --no-default-groups --quiet \
    --format cyclonedx1.5 --preview-features sbom-export --output-file sbom.cdx.json
COPY service/ service/
COPY instrumentation/ instrumentation/
# What is left is the package of this folder, which uv builds by itself.
RUN uv sync --frozen --no-default-groups --offline \
    && python -m compileall -q service instrumentation

FROM python:3.13.18-slim-trixie
LABEL org.opencontainers.image.title="workout-bot" \
    org.opencontainers.image.description="A Telegram bot for strength training" \
    org.opencontainers.image.version="0.1.0" \
    org.opencontainers.image.licenses="MIT" \
    org.opencontainers.image.base.name="docker.io/library/python:3.13.18-slim-trixie"
# Nothing is installed into a running container.
RUN pip uninstall --yes --quiet --root-user-action=ignore pip \
    && rm -rf /usr/local/bin/pip* /usr/local/lib/python3.13/ensurepip
# Volumes take over the owner of the folder they are first mounted on.
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin bot \
    && install --directory --owner=bot --group=bot \
    /data /keys/alerts /keys/backups /keys/bot /keys/database /keys/logs /keys/owner \
    /keys/stamp /keys/traces
WORKDIR /app
COPY --from=build /app /app
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    METRICS_HOST=0.0.0.0 \
    CHAT_HOST=0.0.0.0 \
    WEBHOOK_HOST=0.0.0.0 \
    DATA_DIR=/data \
    LOG_FORMAT=json
USER 10001:10001
EXPOSE 8000 8080 8081
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --start-interval=2s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
CMD ["python", "-m", "service"]
