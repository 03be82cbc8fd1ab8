# One image per service and one for the site, from the root of the repository:
#   docker build --target service --build-arg WORKSPACE=auth .
#   docker build --target client .
#
# No service is named here: a new one is built like the others. All that runs while an image is built runs on the machine
# that builds; only files are copied into the image. So an image for another processor needs no emulation: npm is asked
# by name for the native packages of that processor.

# This is the one place that names the base image (Dockerfile.dev says the same, a test compares). It has no digest: a tool
# that renews it, such as Renovate or Dependabot, adds one and keeps it current. A digest written by hand would only keep
# known holes.
ARG NODE_IMAGE=node:24-bookworm-slim

# The context, sorted by what depends on it. A later stage is built anew only when the files that it copies from here have
# changed: the builder compares the files, not how they were made.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS sources
WORKDIR /sources
COPY . .
RUN mkdir -p /manifests /site && \
    cp --parents package.json package-lock.json .npmrc */package.json /manifests && \
    mv client /site

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY --from=sources /manifests/ ./

# The packages that the images run. They are installed anew when a manifest changes; a change of sources leaves them.
FROM manifests AS dependencies
ARG TARGETARCH
RUN --mount=type=cache,target=/root/.npm \
    case "${TARGETARCH:?is set by BuildKit}" in amd64) cpu=x64 ;; *) cpu=$TARGETARCH ;; esac && \
    npm ci --omit=dev --ignore-scripts --os=linux --cpu="$cpu" --libc=glibc
COPY scripts/assemble-image.mjs scripts/workspaces.mjs scripts/
RUN node scripts/assemble-image.mjs dependencies /image

# The packages that build them
FROM manifests AS tools
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts

FROM tools AS services
COPY --from=sources /sources/ ./
RUN node scripts/build.mjs
RUN node scripts/assemble-image.mjs code /image

FROM tools AS site
COPY scripts/build-site.mjs scripts/assemble-image.mjs scripts/workspaces.mjs scripts/
COPY tsconfig.base.json ./
COPY --from=sources /site/ ./
RUN node scripts/build-site.mjs
RUN node scripts/assemble-image.mjs site /image

# Every image: no root, no file that is written to, and node itself gets the signals
FROM ${NODE_IMAGE} AS runtime
LABEL org.opencontainers.image.title="ticketing" \
      org.opencontainers.image.description="Buy and sell tickets: event-driven services" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
WORKDIR /app
EXPOSE 3000
USER 1000:1000

FROM runtime AS service
ARG WORKSPACE
COPY --from=dependencies /image/${WORKSPACE}/ ./
COPY --from=services /image/${WORKSPACE}/ ./
# `service` is a link to the folder of the workspace
CMD ["node", "service/dist/index.js"]

FROM runtime AS client
# Without this it would listen on the address of the pod alone: a container is told its name as HOSTNAME
ENV HOSTNAME=0.0.0.0 NEXT_TELEMETRY_DISABLED=1
COPY --from=site /image/client/ ./
CMD ["node", "client/server.js"]
