# Builds one image per service, and one for the site. From the root of the repository:
#   docker build --target service --build-arg WORKSPACE=auth .
#   docker build --target client .
#
# This file names no service, so it builds a new service like the others. All programs of a build run on the build machine;
# only files are copied into the image. So an image for another processor needs no emulation: npm gets the name of that
# processor and installs its native packages.

# This line names the base image of all stages. Dockerfile.dev has the same line, and a test compares them. It has no
# digest: a digest written by hand would soon name an image with known holes. A tool such as Renovate or Dependabot can add
# a digest and keep it current.
ARG NODE_IMAGE=node:24-bookworm-slim

# This stage sorts the context into folders. The builder compares the files that a later stage copies from here. So that
# stage is built again only when its own files have changed.
FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS sources
WORKDIR /sources
COPY . .
RUN mkdir -p /manifests /site && \
    cp --parents package.json package-lock.json .npmrc */package.json /manifests && \
    cp -r common /site && mv client /site

FROM --platform=$BUILDPLATFORM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY --from=sources /manifests/ ./

# The packages that the images need at run time. They are installed again when a manifest changes, and not when sources
# change.
FROM manifests AS dependencies
ARG TARGETARCH
RUN --mount=type=cache,target=/root/.npm \
    case "${TARGETARCH:?is set by BuildKit}" in amd64) cpu=x64 ;; *) cpu=$TARGETARCH ;; esac && \
    npm ci --omit=dev --ignore-scripts --os=linux --cpu="$cpu" --libc=glibc
COPY scripts/assemble-image.mjs scripts/workspaces.mjs scripts/
RUN node scripts/assemble-image.mjs dependencies /image

# The packages that the builds need
FROM manifests AS tools
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts

FROM tools AS services
COPY --from=sources /sources/ ./
RUN node scripts/build.mjs
RUN node scripts/assemble-image.mjs code /image

FROM tools AS site
COPY scripts/build.mjs scripts/build-site.mjs scripts/assemble-image.mjs scripts/workspaces.mjs scripts/
COPY tsconfig.base.json ./
COPY --from=sources /site/ ./
RUN node scripts/build.mjs
RUN node scripts/build-site.mjs
RUN node scripts/assemble-image.mjs site /image

# Every image starts from this. It has no root user, the process writes no file, and node itself gets the signals.
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
# `service` is a link to the folder of the workspace, so this command is the same for all
CMD ["node", "service/dist/index.js"]

FROM runtime AS client
# A container has its own name as HOSTNAME. Next.js would listen on that address only.
ENV HOSTNAME=0.0.0.0 NEXT_TELEMETRY_DISABLED=1
COPY --from=site /image/client/ ./
CMD ["node", "client/server.js"]
