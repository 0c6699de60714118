package chat.gateway.presence;

import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.session.TestHub;
import chat.sockets.fanout.CloseReason;
import chat.sockets.fanout.Connection;
import chat.sockets.fanout.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingStatesTest {

  private static final int MANY = 5000;

  private final Hub hub = TestHub.started();
  private final PendingStates asked = new PendingStates();

  @AfterEach
  void stop() {
    hub.stop();
  }

  @Test
  void closed_connections_are_forgotten_while_presence_is_unknown() throws Exception {
    Connection there = TestHub.connection(hub);
    asked.add(there, "dev");
    for (int i = 0; i < MANY; i++) {
      Connection gone = TestHub.connection(hub);
      asked.add(gone, "dev");
      end(gone);
    }
    assertThat(asked.size()).isLessThan(MANY / 2);

    List<Connection> told = new ArrayList<>();
    asked.drain((connection, room) -> told.add(connection));
    assertThat(told).contains(there);
    assertThat(asked.size()).isZero();
  }

  @Test
  void the_rooms_joined_last_are_kept() {
    Connection busy = TestHub.connection(hub);
    for (int i = 0; i < MANY; i++) {
      asked.add(busy, "room" + i);
    }
    List<String> rooms = new ArrayList<>();
    asked.drain((connection, room) -> rooms.add(room));

    assertThat(rooms).hasSize(1000).endsWith("room" + (MANY - 1));
  }

  private static void end(Connection connection) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    connection.whenEnded(ended::countDown);
    connection.close(CloseReason.RESTART);
    ended.await();
  }
}
