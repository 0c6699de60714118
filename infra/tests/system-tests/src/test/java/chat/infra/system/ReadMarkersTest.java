package chat.infra.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Read markers: others see the newest one soon, and few of those between. */
@ExtendWith(RunningSystem.class)
class ReadMarkersTest {

  private static final int MESSAGES = 30;

  private final ChatSystem system;
  private final String room = "read-" + UUID.randomUUID();

  ReadMarkersTest(ChatSystem system) {
    this.system = system;
  }

  @Test
  void others_at_any_gateway_get_the_first_and_the_last_of_many_markers_and_they_never_go_back() {
    Person ann = Person.register(system, "ann");
    Person bob = Person.register(system, "bob");
    ann.makes(room, "private", bob);
    List<Long> seqs = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      Rest.Answer sent = ann.one().post("/api/messages", Map.of("room", room, "content", "" + i));
      seqs.add(sent.body().path("seq").longValue());
    }
    try (SocketClient desk = SocketClient.connect(system.gateway(1), bob.user(), room);
        SocketClient phone = SocketClient.connect(system.gateway(2), bob.user(), room);
        SocketClient near = SocketClient.connect(system.gateway(1), ann.user(), room);
        SocketClient far = SocketClient.connect(system.gateway(2), ann.user(), room)) {
      seqs.forEach(seq -> desk.send(Map.of("type", "read", "room", room, "seq", seq)));
      desk.send(Map.of("type", "read", "room", room, "seq", seqs.get(0)));

      for (SocketClient socket : List.of(near, far, phone)) {
        List<Long> markers = markersUpTo(socket, seqs.get(MESSAGES - 1));
        assertThat(markers).isSorted().doesNotHaveDuplicates().hasSizeLessThan(MESSAGES / 2);
      }
      await().during(Duration.ofMillis(1500)).until(() -> near.waiting() == 0);
    }
    assertThat(bob.rooms().get(0).path("unread").asInt(-1)).isZero();
  }

  private static List<Long> markersUpTo(SocketClient socket, long last) {
    List<Long> markers = new ArrayList<>();
    do {
      markers.add(socket.next("read").path("seq").longValue());
    } while (markers.get(markers.size() - 1) < last);
    return markers;
  }
}
