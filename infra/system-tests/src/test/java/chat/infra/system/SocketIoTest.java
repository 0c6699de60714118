package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** Clients that speak Socket.IO, at two gateways. */
@ExtendWith(RunningSystem.class)
class SocketIoTest {

  private final ChatSystem system;
  private final User alice;
  private final Rest calls;
  private final String room = "socketio-" + UUID.randomUUID();

  SocketIoTest(ChatSystem system) {
    this.system = system;
    Rest anybody = new Rest(system.gateway(1), null);
    this.alice = User.register(anybody, "alice");
    this.calls = alice.rest(anybody);
  }

  @Test
  void polls_find_their_session_whichever_gateway_they_meet() {
    PollingClient client =
        PollingClient.connect(
            List.of(system.gateway(1), system.gateway(2)), Map.of("token", alice.token()));
    assertThat(client.connected().path("pid").isString()).isTrue();
    assertThat(client.ask("join", Map.of("room", room)).path("ok").booleanValue()).isTrue();

    List<Long> acknowledged =
        IntStream.range(0, 20)
            .mapToObj(i -> client.ask("send", Map.of("room", room, "content", "m" + i)))
            .map(ack -> ack.path("seq").longValue())
            .toList();

    List<JsonNode> got = IntStream.range(0, 20).mapToObj(i -> client.message()).toList();
    assertThat(got.stream().map(message -> message.path("seq").longValue()).toList())
        .isEqualTo(acknowledged);
    assertThat(got.stream().map(message -> message.path("content").stringValue()).toList())
        .isEqualTo(IntStream.range(0, 20).mapToObj(i -> "m" + i).toList());
  }

  @Test
  void whose_line_broke_goes_on_at_another_gateway_and_gets_what_it_missed_once() {
    PollingClient first =
        PollingClient.connect(List.of(system.gateway(1)), Map.of("token", alice.token()));
    String pid = first.connected().path("pid").stringValue();
    first.ask("join", Map.of("room", room));
    say("before");
    assertThat(first.message().path("content").stringValue()).isEqualTo("before");
    say("missed");

    PollingClient second = goOn(2, pid, first);
    say("live");
    assertThat(second.message().path("content").stringValue()).isEqualTo("missed");
    assertThat(second.message().path("content").stringValue()).isEqualTo("live");

    PollingClient third = goOn(1, pid, second);
    assertThat(third.messages()).isEmpty();
    say("last");
    assertThat(third.message().path("content").stringValue()).isEqualTo("last");
  }

  @Test
  void who_brings_the_pid_of_somebody_else_begins_anew() {
    PollingClient client =
        PollingClient.connect(List.of(system.gateway(1)), Map.of("token", alice.token()));
    String pid = client.connected().path("pid").stringValue();
    client.ask("join", Map.of("room", room));
    User bob = User.register(new Rest(system.gateway(2), null), "bob");

    PollingClient other =
        PollingClient.connect(List.of(system.gateway(2)), Map.of("token", bob.token(), "pid", pid));

    assertThat(other.connected().path("pid").stringValue()).isNotEqualTo(pid);
    say("not for bob's new session");
    other.ask("status", Map.of("status", "online"));
    assertThat(other.messages()).isEmpty();
  }

  @Test
  void what_is_none_of_the_vocabulary_is_refused_in_its_acknowledgement() {
    PollingClient client =
        PollingClient.connect(List.of(system.gateway(1)), Map.of("token", alice.token()));
    client.connected();

    JsonNode refusal = client.ask("nonsense", Map.of("room", room));

    assertThat(refusal.path("ok").booleanValue(true)).isFalse();
    assertThat(refusal.path("code").stringValue()).isEqualTo("invalid_request");
  }

  private PollingClient goOn(int gateway, String pid, PollingClient broken) {
    PollingClient client =
        PollingClient.connect(
            List.of(system.gateway(gateway)),
            Map.of(
                "token",
                alice.token(),
                "pid",
                pid,
                "offset",
                Objects.requireNonNull(broken.offset())));
    assertThat(client.connected().path("pid").stringValue()).isEqualTo(pid);
    return client;
  }

  private void say(String content) {
    Rest.Answer answer = calls.post("/api/messages", Map.of("room", room, "content", content));
    assertThat(answer.status()).isEqualTo(201);
  }
}
