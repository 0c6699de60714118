package chat.infra.system;

import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Three users of a running system, and the name of a room that does not exist before a test. */
@ExtendWith(RunningSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ThreeUsers {

  final ChatSystem system;
  final Person ann;
  final Person bob;
  final Person eve;
  String room = "";
  String path = "";
  private final String prefix;

  ThreeUsers(ChatSystem system, String prefix) {
    this.system = system;
    this.prefix = prefix;
    ann = Person.register(system, "ann");
    bob = Person.register(system, "bob");
    eve = Person.register(system, "eve");
  }

  @BeforeEach
  void a_new_name() {
    room = prefix + UUID.randomUUID();
    path = "/api/rooms/" + room;
  }
}
