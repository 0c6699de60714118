package chat.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import chat.gateway.account.TestGateway;
import chat.gateway.service.Scope;
import chat.gateway.service.ServiceScopes;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ServiceCallsTest {

  /** Each call with the scopes of which a key needs one. */
  private static final List<String> TABLE =
      List.of(
          "PUT /api/server/users/u1 users",
          "DELETE /api/server/users/u1 erase",
          "POST /api/server/users/u1/tokens tokens",
          "POST /api/server/users/u1/sessions/end users",
          "PUT /api/server/rooms/dev rooms",
          "DELETE /api/server/rooms/dev rooms",
          "POST /api/server/rooms/dev/members rooms",
          "PUT /api/server/rooms/dev/mutes/u1 moderate",
          "GET /api/server/rooms/dev/events read",
          "HEAD /api/server/rooms/dev/events read",
          "GET /api/server/messages read",
          "POST /api/server/messages messages",
          "PATCH /api/server/messages/dev/7 messages moderate",
          "DELETE /api/server/messages/dev/7 messages moderate",
          "POST /api/server/import import",
          "GET /api/server/webhooks webhooks",
          "GET /api/server/webhooks/w1 webhooks",
          "PUT /api/server/webhooks/w1 webhooks",
          "DELETE /api/server/webhooks/w1 webhooks",
          "POST /api/server/webhooks/w1/pause webhooks",
          "POST /api/server/webhooks/w1/resume webhooks",
          "POST /api/server/webhooks/w1/rewind webhooks",
          "GET /api/server/operator/why/dev/7 operate",
          "GET /api/server/operator/gateways operate",
          "POST /api/server/operator/gateways/none/drain operate",
          "DELETE /api/server/operator/gateways/none/drain operate",
          "GET /api/server/operator/dead-letters operate",
          "DELETE /api/server/operator/dead-letters/0/7 operate",
          "POST /api/server/operator/dead-letters/0/7/replay operate",
          "GET /api/server/operator/rooms operate",
          "GET /api/server/operator/tables/check operate",
          "POST /api/server/operator/tables/check operate",
          "DELETE /api/server/operator/tables/check operate",
          "GET /api/server/operator/users/u1/sockets operate");

  private static final TestGateway GATEWAY = new TestGateway(properties());

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  /** A service for each scope, a second key of one, and one with few calls. */
  private static String[] properties() {
    List<String> properties = new ArrayList<>();
    List<String> names = new ArrayList<>(Arrays.stream(Scope.values()).map(Scope::word).toList());
    names.add("second");
    names.add("slow");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      String key = "chat.service.keys[" + i + "].";
      properties.add(key + "name=" + (name.equals("second") ? "read-only" : name + "-only"));
      properties.add(key + "sha256=" + sha256("csk_" + name));
      properties.add(key + "scopes=" + (Scope.of(name).isPresent() ? name : "read"));
    }
    properties.add("chat.limits.service=40/1h");
    return properties.toArray(String[]::new);
  }

  static String sha256(String key) {
    try {
      byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<String> calls() {
    return TABLE.stream();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void a_call_needs_one_of_its_scopes(String line) {
    List<String> words = List.of(line.split(" ", -1));
    Set<String> scopes = Set.copyOf(words.subList(2, words.size()));
    for (Scope scope : Scope.values()) {
      HttpResponse<String> answer = call(words.get(0), words.get(1), "csk_" + scope.word());

      if (scopes.contains(scope.word())) {
        assertThat(answer.statusCode()).as(scope + " " + answer.body()).isNotIn(401, 403, 405);
      } else {
        assertThat(answer.statusCode()).as(scope.word()).isEqualTo(403);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void a_call_needs_a_key(String line) {
    String[] words = line.split(" ", -1);
    String user = GATEWAY.shared("stranger").get("accessToken").asString();

    assertThat(call(words[0], words[1], null).statusCode()).isEqualTo(401);
    assertThat(call(words[0], words[1], "csk_wrong").statusCode()).isEqualTo(401);
    assertThat(call(words[0], words[1], sha256("csk_read")).statusCode()).isEqualTo(401);
    assertThat(call(words[0], words[1], user).statusCode()).isEqualTo(401);
  }

  @Test
  void the_table_here_has_every_rule() {
    assertThat(
            ServiceScopes.rules().stream()
                .map(
                    rule ->
                        rule.method()
                            + " "
                            + rule.path()
                                .replace("{id}", "u1")
                                .replace("{user}", "u1")
                                .replace("{room}", "dev")
                                .replace("{seq}", "7")
                                .replace("{name}", "w1")
                                .replace("{user}", "u1")
                                .replace("{gateway}", "none")
                                .replace("{partition}/{offset}", "0/7")
                            + " "
                            + rule.scopes().stream()
                                .sorted()
                                .map(Scope::word)
                                .collect(Collectors.joining(" "))))
        .containsExactlyInAnyOrderElementsOf(
            TABLE.stream().filter(line -> !line.startsWith("HEAD")).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/api/server,404,not_found",
    "GET,/api/server/nothing,404,not_found",
    "GET,/api/server/users/u1,405,method_not_allowed",
    "DELETE,/api/server/import,405,method_not_allowed"
  })
  void a_call_without_a_rule_does_not_exist(String method, String path, int status, String code) {
    HttpResponse<String> answer = call(method, path, "csk_read");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(TestGateway.json(answer).get("code").asString()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/probe/me", "/api/users/profile", "/api/files/f1", "/ws"})
  void a_key_is_good_nowhere_else(String path) {
    assertThat(call("GET", path, "csk_read").statusCode()).isEqualTo(401);
  }

  @Test
  void two_keys_of_a_service_are_good_at_once() {
    assertThat(call("GET", "/api/server/nothing", "csk_second").statusCode()).isEqualTo(404);
  }

  @Test
  void calls_count_by_service() {
    int first = 0;
    while (call("GET", "/api/server/nothing", "csk_slow").statusCode() == 404) {
      first++;
    }

    HttpResponse<String> answer = call("GET", "/api/server/nothing", "csk_slow");
    assertThat(first).isEqualTo(40);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("RateLimit-Policy")).hasValue("\"service\";q=40;w=3600");
  }

  @Test
  void each_call_is_logged_with_its_service_and_without_its_key() {
    Logger log = (Logger) LoggerFactory.getLogger(ServiceCallFilter.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.setLevel(Level.INFO);
    log.addAppender(lines);
    try {
      call("PUT", "/api/server/users/logged", "csk_erase");
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .contains("service call service=erase-only call=PUT /api/server/users/logged status=403")
          .noneMatch(line -> line.contains("csk_"));
    } finally {
      log.detachAppender(lines);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "scopes=everything,scopes of crm: everything",
    "scopes=,scopes of crm: none",
    "name=a b,name: a b",
    "sha256=12,sha256 of crm"
  })
  void a_wrong_configuration_stops_the_start(String wrong, String message) {
    Map<String, String> key = new TreeMap<>();
    key.put("name", "crm");
    key.put("sha256", sha256("csk_1"));
    key.put("scopes", "read");
    key.put(wrong.split("=", -1)[0], wrong.substring(wrong.indexOf('=') + 1));
    String[] properties =
        key.entrySet().stream()
            .map(one -> "chat.service.keys[0]." + one.getKey() + "=" + one.getValue())
            .toArray(String[]::new);
    assertThatThrownBy(() -> new TestGateway(properties))
        .rootCause()
        .hasMessageContaining("chat.service.keys: " + message);
  }

  private static HttpResponse<String> call(String method, String path, @Nullable String key) {
    var request =
        GATEWAY
            .to(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.noBody());
    return GATEWAY.send(key == null ? request : request.header("Authorization", "Bearer " + key));
  }
}
