# The daemon alone: no demo, no database servers.
#
#   docker build -t lockstep .
#   docker run --rm -v "$PWD/lockstep.yaml:/etc/lockstep/lockstep.yaml:ro" -v lockstep:/var/lib/lockstep \
#     -e SOURCE_PASSWORD -e LOCKSTEP_TOKEN lockstep
#
# In the configuration: data-dir: /var/lib/lockstep, and admin.listen: 0.0.0.0:8080 with a token,
# so that the port can be published.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml LICENSE CHANGELOG.md ./
COPY bin bin
COPY mappings mappings
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -q -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    && rm -r target/dist/demo-lib

FROM eclipse-temurin:17-jre
RUN apt-get update \
    && apt-get install -y --no-install-recommends curl \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/lockstep --create-home lockstep
COPY --from=build /build/target/dist /opt/lockstep
ENV PATH="/opt/lockstep/bin:$PATH"
USER 10001
WORKDIR /var/lib/lockstep
VOLUME /var/lib/lockstep
EXPOSE 8080
# Live, not ready: a daemon that loads, or is paused, is healthy.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD curl --fail --silent --show-error http://127.0.0.1:8080/health/live || exit 1
ENTRYPOINT ["lockstep"]
CMD ["run", "--config", "/etc/lockstep/lockstep.yaml"]
