# The product in an image. `docker compose up` builds it; see docs/guides/run-it.md.
FROM python:3.11-slim AS made
RUN apt-get update && apt-get install --yes --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/jieting
COPY . .
# The environment, fonts, catalogues and what browsers load.
RUN make setup && rm -rf node_modules

FROM python:3.11-slim
RUN useradd --system --create-home --home-dir /var/lib/jieting --shell /usr/sbin/nologin jieting
COPY --from=made /srv/jieting /srv/jieting
USER jieting
ENV JIETING_HOME=/var/lib/jieting/home
WORKDIR /srv/jieting
EXPOSE 8000
ENTRYPOINT ["/srv/jieting/.venv/bin/jieting"]
CMD ["serve", "--host", "0.0.0.0"]
