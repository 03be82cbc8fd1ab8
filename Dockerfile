# One image per service and one for the site, from the root of the repository:
#   docker build --target auth .        (tickets, orders, expiration, client)
#
# All that runs while an image is built runs on the machine that builds; only files are copied into the image. So an
# image for another processor needs no emulation: its native packages are asked of npm by name.

# The one place that names it (Dockerfile.dev says the same, a test compares). No digest: a tool that renews it, such as
# Renovate or Dependabot, adds one and keeps it current; written by hand it would only keep known holes.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY common/package.json common/
COPY auth/package.json auth/
COPY tickets/package.json tickets/
COPY orders/package.json orders/
COPY expiration/package.json expiration/
COPY client/package.json client/

# What the images run. It is installed anew when a manifest changes; a change of sources leaves it as it is.
FROM manifests AS dependencies
ARG TARGETARCH
RUN --mount=type=cache,target=/root/.npm \
    case "${TARGETARCH:?is set by BuildKit}" in amd64) cpu=x64 ;; *) cpu=$TARGETARCH ;; esac && \
    npm ci --omit=dev --ignore-scripts --os=linux --cpu="$cpu" --libc=glibc
COPY scripts/assemble-image.mjs scripts/
RUN node scripts/assemble-image.mjs dependencies /image auth tickets orders expiration

# What builds them
FROM manifests AS tools
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY scripts/assemble-image.mjs scripts/build-site.mjs scripts/
COPY tsconfig.base.json ./

FROM tools AS services
COPY common/ common/
COPY auth/ auth/
COPY tickets/ tickets/
COPY orders/ orders/
COPY expiration/ expiration/
RUN node_modules/.bin/tsc -b auth tickets orders expiration
RUN node scripts/assemble-image.mjs code /image auth tickets orders expiration

FROM tools AS site
COPY client/ client/
RUN node scripts/build-site.mjs
RUN node scripts/assemble-image.mjs code /image client

# Every image: no root, nothing that is written to, and node itself gets the signals
FROM ${NODE_IMAGE} AS runtime
LABEL org.opencontainers.image.title="ticketing" \
      org.opencontainers.image.description="Buy and sell tickets: event-driven services" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
WORKDIR /app
EXPOSE 3000
USER 1000:1000

FROM runtime AS auth
COPY --from=dependencies /image/auth/ ./
COPY --from=services /image/auth/ ./
CMD ["node", "auth/dist/index.js"]

FROM runtime AS tickets
COPY --from=dependencies /image/tickets/ ./
COPY --from=services /image/tickets/ ./
CMD ["node", "tickets/dist/index.js"]

FROM runtime AS orders
COPY --from=dependencies /image/orders/ ./
COPY --from=services /image/orders/ ./
CMD ["node", "orders/dist/index.js"]

FROM runtime AS expiration
COPY --from=dependencies /image/expiration/ ./
COPY --from=services /image/expiration/ ./
CMD ["node", "expiration/dist/index.js"]

FROM runtime AS client
# or it would listen on the address of the pod alone: a container is told its name as HOSTNAME
ENV HOSTNAME=0.0.0.0 NEXT_TELEMETRY_DISABLED=1
COPY --from=site /image/client/ ./
CMD ["node", "client/server.js"]
