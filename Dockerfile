# One file for all services and the setup job. Build arguments:
#   SERVICE      the service in the image: gateway (default), message-writer, presence-tracker, upload-service, setup
#   JDK_VERSION  the JDK of the build: 17, the oldest that the project supports
#   JRE_VERSION  the JRE in the image: 25
#
#   docker build --build-arg SERVICE=message-writer -t chat/message-writer .

ARG JDK_VERSION=17
ARG JRE_VERSION=25

# Built once for every SERVICE: all images share this stage.
FROM eclipse-temurin:${JDK_VERSION}-jdk AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 infra/deploy/images/build /out

FROM eclipse-temurin:${JRE_VERSION}-jre AS layers
ARG SERVICE=gateway
COPY --from=build /out/${SERVICE}.jar /app.jar
RUN java -Djarmode=tools -jar /app.jar extract --layers --destination /layers

FROM eclipse-temurin:${JRE_VERSION}-jre
RUN groupadd --system --gid 10001 chat \
  && useradd --system --uid 10001 --gid chat --home-dir /app --shell /usr/sbin/nologin chat
WORKDIR /app
# Layers in the order of change, rarest first, so a new version of the project is a small layer.
COPY --from=layers /layers/dependencies/ ./
COPY --from=layers /layers/spring-boot-loader/ ./
COPY --from=layers /layers/snapshot-dependencies/ ./
COPY --from=layers /layers/application/ ./
COPY --chmod=555 infra/deploy/images/healthy /usr/local/bin/healthy
USER 10001:10001
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:MetaspaceSize=128m -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData"
HEALTHCHECK --interval=5s --timeout=5s --start-period=180s --retries=6 CMD ["healthy"]
# java is process 1, so it gets SIGTERM.
ENTRYPOINT ["java", "-jar", "app.jar"]
