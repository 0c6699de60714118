package chat.gateway.room;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.Author;
import chat.contract.event.Role;
import chat.infra.devstack.Backends;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Tests on a real node, with the tables of the migrations. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CassandraRoomStatesTest {

  private static final Path TABLES = Path.of("../infra/setup/src/main/resources/cql/002_rooms.cql");
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String keyspace = "rooms_" + UUID.randomUUID().toString().substring(0, 8);
  private final CqlSession session =
      CqlSession.builder()
          .addContactPoint(Backends.shared().cassandra())
          .withLocalDatacenter("datacenter1")
          .withConfigLoader(
              DriverConfigLoader.programmaticBuilder()
                  .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, TIMEOUT)
                  .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, TIMEOUT)
                  .withBoolean(DefaultDriverOption.REQUEST_WARN_IF_SET_KEYSPACE, false)
                  .build())
          .build();

  @BeforeAll
  void makeTables() throws IOException {
    session.execute(
        "CREATE KEYSPACE "
            + keyspace
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    session.execute("USE " + keyspace);
    for (String statement : Files.readString(TABLES).split(";\\s*\\n", -1)) {
      if (statement.contains("CREATE TABLE")) {
        session.execute(statement);
      }
    }
  }

  @AfterAll
  void close() {
    session.close();
  }

  @Test
  void rooms_read_in_one_batch_have_their_own_members() {
    for (int i = 0; i < 50; i++) {
      make("room-" + i, i % 2 == 0 ? "public" : "direct");
      addMember("room-" + i, "owner-" + i, "owner");
      addMember("room-" + i, "member-" + i, "member");
    }
    session.execute(
        "INSERT INTO room_bans (room, user_id, username, by_id, by_username, banned_at)"
            + " VALUES ('room-7', 'eve', 'eve', 'owner-7', 'owner-7', 5)");
    session.execute(
        "INSERT INTO room_mutes (room, user_id, until_at) VALUES ('room-8', 'member-8', 99)");
    RoomStates tables = new CassandraRoomStates(session);

    List<RoomState> rooms =
        IntStream.range(0, 60)
            .mapToObj(i -> tables.load("room-" + i).toCompletableFuture())
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    for (int i = 0; i < 50; i++) {
      RoomState room = rooms.get(i);
      assertThat(room.room()).isEqualTo("room-" + i);
      assertThat(room.exists()).isTrue();
      assertThat(room.name()).isEqualTo("Room room-" + i);
      assertThat(room.isDirect()).isEqualTo(i % 2 == 1);
      assertThat(room.memberIds()).containsExactly("member-" + i, "owner-" + i);
      assertThat(room.role("owner-" + i)).contains(Role.OWNER);
      assertThat(room.isBanned("eve")).isEqualTo(i == 7);
      assertThat(room.mutedUntil("member-8")).isEqualTo(i == 8 ? 99 : 0);
    }
    assertThat(rooms.get(7).bansAfter("", 1).get(0).by())
        .isEqualTo(new Author("owner-7", "owner-7"));
    assertThat(rooms.subList(50, 60)).noneMatch(RoomState::exists);
  }

  @Test
  void public_rooms_are_found_with_their_member_counts() {
    for (int i = 0; i < 5; i++) {
      session.execute(
          "INSERT INTO public_rooms (first, room, name) VALUES ('s', 'search-%1$s', 'S %1$s')"
              .formatted(i));
    }
    session.execute("INSERT INTO rooms (room, member_count) VALUES ('search-3', 7)");
    RoomStates tables = new CassandraRoomStates(session);

    assertThat(tables.search("search-", "search-1", 2).toCompletableFuture().join())
        .containsExactly(
            new RoomStates.PublicRoom("search-2", "S 2", 0),
            new RoomStates.PublicRoom("search-3", "S 3", 7));
    assertThat(tables.search("search-", "", 10).toCompletableFuture().join()).hasSize(5);
    assertThat(tables.search("sought-", "", 10).toCompletableFuture().join()).isEmpty();
  }

  private void make(String room, String visibility) {
    session.execute(
        "INSERT INTO rooms (room, visibility, name, slow_mode_seconds, created_at)"
            + " VALUES ('%1$s', '%2$s', 'Room %1$s', 0, 5)".formatted(room, visibility));
  }

  private void addMember(String room, String user, String role) {
    session.execute(
        "INSERT INTO room_members (room, user_id, username, role, joined_at)"
            + " VALUES ('%1$s', '%2$s', '%2$s', '%3$s', 5)".formatted(room, user, role));
  }
}
