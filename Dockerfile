# The application alone; docker-compose.yml puts PostgreSQL and a TLS proxy beside it.
# Nothing here is needed without Docker: the same commands stand in docs/operator-guide.md.

FROM python:3.11-slim-bookworm AS build
COPY requirements/run.lock /build/run.lock
RUN python -m venv /opt/pristan/venv \
 && /opt/pristan/venv/bin/pip install --no-cache-dir --require-hashes -r /build/run.lock
COPY scheduling /opt/pristan/scheduling
COPY service /opt/pristan/service
COPY web /opt/pristan/web
COPY migrations /opt/pristan/migrations
COPY LICENSE /opt/pristan/LICENSE
# The file system is read-only later, so Python's compiled files are made now.
RUN /opt/pristan/venv/bin/python -m compileall -q /opt/pristan

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin pristan \
 && install -d -o pristan -g pristan -m 0700 /var/lib/pristan
COPY --from=build /opt/pristan /opt/pristan
WORKDIR /opt/pristan
USER pristan
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PRISTAN_HOST=0.0.0.0 PRISTAN_PORT=8000 PRISTAN_DATA_DIR=/var/lib/pristan
VOLUME /var/lib/pristan
EXPOSE 8000
ENTRYPOINT ["/opt/pristan/venv/bin/python", "-m", "service"]
CMD ["serve"]
