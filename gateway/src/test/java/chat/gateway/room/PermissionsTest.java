package chat.gateway.room;

import static chat.gateway.room.SampleRooms.BYSTANDER;
import static chat.gateway.room.SampleRooms.EXILE;
import static chat.gateway.room.SampleRooms.NOW;
import static chat.gateway.room.SampleRooms.OWNER;
import static chat.gateway.room.SampleRooms.SECOND;
import static chat.gateway.room.SampleRooms.created;
import static chat.gateway.room.SampleRooms.member;
import static chat.gateway.room.SampleRooms.room;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chat.contract.Author;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Message;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.Visibility;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.log.EventIds;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Permissions. {@code yes}: done; {@code same}: changes nothing; else the code of the refusal;
 * {@code .}: there is no such user. A muted user is a member.
 */
class PermissionsTest {

  private static final int MAX_MEMBERS = 10;
  private static final Author STRANGER = new Author("stranger", "stranger");

  private static final List<String> DOERS =
      List.of("owner", "moderator", "member", "outsider", "banned", "muted");

  private static final EventIds IDS = new EventIds(new Random(1));
  private static final MemberDecisions MEMBERS =
      new MemberDecisions(IDS, () -> Instant.ofEpochMilli(NOW), MAX_MEMBERS);
  private static final RoomDecisions ROOMS =
      new RoomDecisions(IDS, () -> Instant.ofEpochMilli(NOW));

  private static final Map<String, Attempt> ACTIONS =
      Map.ofEntries(
          check("read", Access::read),
          check("write", (room, by) -> Access.write(room, by, NOW)),
          check("delete others' messages", PermissionsTest::deleteMessage),
          decision("join", MEMBERS::join),
          decision("leave", MEMBERS::leave),
          decision("add", by -> MEMBERS.put(by, STRANGER, null)),
          decision("add as moderator", by -> MEMBERS.put(by, STRANGER, Role.MODERATOR)),
          decision("add the banned", by -> MEMBERS.put(by, EXILE, null)),
          decision("make moderator", by -> MEMBERS.put(by, BYSTANDER, Role.MODERATOR)),
          decision("make member", by -> MEMBERS.put(by, SECOND, Role.MEMBER)),
          decision("hand over", by -> MEMBERS.put(by, BYSTANDER, Role.OWNER)),
          decision("hand over outside", by -> MEMBERS.put(by, STRANGER, Role.OWNER)),
          decision("demote the owner", by -> MEMBERS.put(by, OWNER, Role.MEMBER)),
          decision("kick member", by -> MEMBERS.kick(by, BYSTANDER)),
          decision("kick moderator", by -> MEMBERS.kick(by, SECOND)),
          decision("kick owner", by -> MEMBERS.kick(by, OWNER)),
          decision("kick outsider", by -> MEMBERS.kick(by, STRANGER)),
          decision("ban member", by -> MEMBERS.ban(by, BYSTANDER)),
          decision("ban moderator", by -> MEMBERS.ban(by, SECOND)),
          decision("ban owner", by -> MEMBERS.ban(by, OWNER)),
          decision("ban outsider", by -> MEMBERS.ban(by, STRANGER)),
          decision("ban the banned", by -> MEMBERS.ban(by, EXILE)),
          decision("unban", by -> MEMBERS.unban(by, EXILE)),
          decision("unban outsider", by -> MEMBERS.unban(by, STRANGER)),
          decision("mute member", by -> MEMBERS.mute(by, BYSTANDER, NOW + 1, false)),
          decision("mute moderator", by -> MEMBERS.mute(by, SECOND, NOW + 1, false)),
          decision("mute owner", by -> MEMBERS.mute(by, OWNER, NOW + 1, false)),
          decision("unmute who is not", by -> MEMBERS.mute(by, BYSTANDER, NOW, false)),
          decision("change settings", by -> ROOMS.change(by, settings("Other"))),
          decision("change nothing", by -> ROOMS.change(by, settings(null))),
          decision("delete the room", ROOMS::delete),
          check("list bans", Access::moderate),
          check("react", (room, by) -> Access.write(room, by, NOW)),
          decision("make the room", by -> ROOMS.create(by, "Dev", Visibility.PUBLIC, null)));

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # room   | action                  | owner     | moderator | member    | outsider  | banned    | muted
          public   | read                    | yes       | yes       | yes       | yes       | forbidden | yes
          public   | write                   | yes       | yes       | yes       | yes       | forbidden | forbidden
          public   | delete others' messages | yes       | yes       | forbidden | forbidden | forbidden | forbidden
          public   | join                    | same      | same      | same      | yes       | forbidden | same
          public   | leave                   | conflict  | yes       | yes       | same      | forbidden | yes
          public   | add                     | yes       | yes       | forbidden | forbidden | forbidden | forbidden
          public   | add as moderator        | yes       | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | add the banned          | conflict  | conflict  | forbidden | forbidden | forbidden | forbidden
          public   | make moderator          | yes       | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | make member             | yes       | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | hand over               | yes       | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | hand over outside       | conflict  | conflict  | forbidden | forbidden | forbidden | forbidden
          public   | demote the owner        | conflict  | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | kick member             | yes       | yes       | forbidden | forbidden | forbidden | forbidden
          public   | kick moderator          | yes       | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | kick owner              | forbidden | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | kick outsider           | same      | same      | forbidden | forbidden | forbidden | forbidden
          public   | ban member              | yes       | yes       | forbidden | forbidden | forbidden | forbidden
          public   | ban moderator           | yes       | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | ban owner               | forbidden | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | ban outsider            | yes       | yes       | forbidden | forbidden | forbidden | forbidden
          public   | ban the banned          | same      | same      | forbidden | forbidden | forbidden | forbidden
          public   | unban                   | yes       | yes       | forbidden | forbidden | forbidden | forbidden
          public   | unban outsider          | same      | same      | forbidden | forbidden | forbidden | forbidden
          public   | mute member             | yes       | yes       | forbidden | forbidden | forbidden | forbidden
          public   | mute moderator          | yes       | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | mute owner              | forbidden | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | unmute who is not       | same      | same      | forbidden | forbidden | forbidden | forbidden
          public   | change settings         | yes       | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | change nothing          | same      | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | delete the room         | yes       | forbidden | forbidden | forbidden | forbidden | forbidden
          public   | make the room           | conflict  | conflict  | conflict  | conflict  | conflict  | conflict
          public   | list bans               | yes       | yes       | forbidden | forbidden | forbidden | forbidden
          public   | react                   | yes       | yes       | yes       | yes       | forbidden | forbidden
          private  | read                    | yes       | yes       | yes       | not_found | not_found | yes
          private  | write                   | yes       | yes       | yes       | not_found | not_found | forbidden
          private  | delete others' messages | yes       | yes       | forbidden | not_found | not_found | forbidden
          private  | join                    | same      | same      | same      | not_found | not_found | same
          private  | leave                   | conflict  | yes       | yes       | not_found | not_found | yes
          private  | add                     | yes       | yes       | forbidden | not_found | not_found | forbidden
          private  | add as moderator        | yes       | forbidden | forbidden | not_found | not_found | forbidden
          private  | make moderator          | yes       | forbidden | forbidden | not_found | not_found | forbidden
          private  | hand over               | yes       | forbidden | forbidden | not_found | not_found | forbidden
          private  | kick member             | yes       | yes       | forbidden | not_found | not_found | forbidden
          private  | kick moderator          | yes       | forbidden | forbidden | not_found | not_found | forbidden
          private  | kick owner              | forbidden | forbidden | forbidden | not_found | not_found | forbidden
          private  | ban member              | yes       | yes       | forbidden | not_found | not_found | forbidden
          private  | unban                   | yes       | yes       | forbidden | not_found | not_found | forbidden
          private  | mute member             | yes       | yes       | forbidden | not_found | not_found | forbidden
          private  | change settings         | yes       | forbidden | forbidden | not_found | not_found | forbidden
          private  | delete the room         | yes       | forbidden | forbidden | not_found | not_found | forbidden
          private  | add the banned          | conflict  | conflict  | forbidden | not_found | not_found | forbidden
          private  | make member             | yes       | forbidden | forbidden | not_found | not_found | forbidden
          private  | hand over outside       | conflict  | conflict  | forbidden | not_found | not_found | forbidden
          private  | demote the owner        | conflict  | forbidden | forbidden | not_found | not_found | forbidden
          private  | kick outsider           | same      | same      | forbidden | not_found | not_found | forbidden
          private  | ban moderator           | yes       | forbidden | forbidden | not_found | not_found | forbidden
          private  | ban owner               | forbidden | forbidden | forbidden | not_found | not_found | forbidden
          private  | ban outsider            | conflict  | conflict  | forbidden | not_found | not_found | forbidden
          private  | ban the banned          | same      | same      | forbidden | not_found | not_found | forbidden
          private  | unban outsider          | same      | same      | forbidden | not_found | not_found | forbidden
          private  | mute moderator          | yes       | forbidden | forbidden | not_found | not_found | forbidden
          private  | mute owner              | forbidden | forbidden | forbidden | not_found | not_found | forbidden
          private  | unmute who is not       | same      | same      | forbidden | not_found | not_found | forbidden
          private  | change nothing          | same      | forbidden | forbidden | not_found | not_found | forbidden
          private  | list bans               | yes       | yes       | forbidden | not_found | not_found | forbidden
          private  | react                   | yes       | yes       | yes       | not_found | not_found | forbidden
          private  | make the room           | conflict  | conflict  | conflict  | conflict  | conflict  | conflict
          direct   | read                    | .         | .         | yes       | not_found | .         | .
          direct   | write                   | .         | .         | yes       | not_found | .         | .
          direct   | delete others' messages | .         | .         | forbidden | not_found | .         | .
          direct   | join                    | .         | .         | same      | not_found | .         | .
          direct   | leave                   | .         | .         | forbidden | not_found | .         | .
          direct   | add                     | .         | .         | forbidden | not_found | .         | .
          direct   | make moderator          | .         | .         | forbidden | not_found | .         | .
          direct   | hand over               | .         | .         | forbidden | not_found | .         | .
          direct   | kick member             | .         | .         | forbidden | not_found | .         | .
          direct   | ban member              | .         | .         | forbidden | not_found | .         | .
          direct   | mute member             | .         | .         | forbidden | not_found | .         | .
          direct   | change settings         | .         | .         | forbidden | not_found | .         | .
          direct   | delete the room         | .         | .         | forbidden | not_found | .         | .
          direct   | add as moderator        | .         | .         | forbidden | not_found | .         | .
          direct   | add the banned          | .         | .         | forbidden | not_found | .         | .
          direct   | make member             | .         | .         | forbidden | not_found | .         | .
          direct   | hand over outside       | .         | .         | forbidden | not_found | .         | .
          direct   | demote the owner        | .         | .         | forbidden | not_found | .         | .
          direct   | kick moderator          | .         | .         | forbidden | not_found | .         | .
          direct   | kick owner              | .         | .         | forbidden | not_found | .         | .
          direct   | kick outsider           | .         | .         | forbidden | not_found | .         | .
          direct   | ban moderator           | .         | .         | forbidden | not_found | .         | .
          direct   | ban owner               | .         | .         | forbidden | not_found | .         | .
          direct   | ban outsider            | .         | .         | forbidden | not_found | .         | .
          direct   | ban the banned          | .         | .         | forbidden | not_found | .         | .
          direct   | unban                   | .         | .         | forbidden | not_found | .         | .
          direct   | unban outsider          | .         | .         | forbidden | not_found | .         | .
          direct   | mute moderator          | .         | .         | forbidden | not_found | .         | .
          direct   | mute owner              | .         | .         | forbidden | not_found | .         | .
          direct   | unmute who is not       | .         | .         | forbidden | not_found | .         | .
          direct   | change nothing          | .         | .         | forbidden | not_found | .         | .
          direct   | list bans               | .         | .         | forbidden | not_found | .         | .
          direct   | react                   | .         | .         | yes       | not_found | .         | .
          direct   | make the room           | .         | .         | conflict  | conflict  | .         | .
          deleted  | read                    | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | write                   | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | join                    | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | leave                   | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | add                     | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | delete others' messages | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | add as moderator        | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | add the banned          | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | make moderator          | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | make member             | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | hand over               | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | hand over outside       | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | demote the owner        | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | kick member             | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | kick moderator          | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | kick owner              | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | kick outsider           | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | ban member              | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | ban moderator           | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | ban owner               | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | ban outsider            | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | ban the banned          | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | unban                   | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | unban outsider          | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | mute member             | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | mute moderator          | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | mute owner              | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | unmute who is not       | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | change settings         | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | change nothing          | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | list bans               | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | react                   | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | delete the room         | not_found | not_found | not_found | not_found | not_found | not_found
          deleted  | make the room           | conflict  | conflict  | conflict  | conflict  | conflict  | conflict
          """)
  void may(
      String kind,
      String action,
      String owner,
      String moderator,
      String member,
      String outsider,
      String banned,
      String muted) {
    List<String> expected = List.of(owner, moderator, member, outsider, banned, muted);
    for (int i = 0; i < DOERS.size(); i++) {
      if (!expected.get(i).equals(".")) {
        assertThat(outcome(action, room(kind), DOERS.get(i)))
            .as(DOERS.get(i))
            .isEqualTo(expected.get(i));
      }
    }
  }

  @Test
  void the_last_member_who_leaves_ends_the_room() {
    RoomState room = new RoomState("dev");
    room.apply(created(Visibility.PRIVATE, OWNER, List.of()));

    assertThat(MEMBERS.leave(OWNER).on(room))
        .hasValueSatisfying(
            event ->
                assertThat(((RoomChange) event).action()).isEqualTo(RoomChange.Action.DELETED));
  }

  /** Each action is tried in every kind of room, so the table has no gaps. */
  @Test
  void the_table_is_complete() throws NoSuchMethodException {
    Class<?>[] cells = Collections.nCopies(8, String.class).toArray(Class<?>[]::new);
    CsvSource table =
        PermissionsTest.class.getDeclaredMethod("may", cells).getAnnotation(CsvSource.class);
    Stream<String> rows =
        Objects.requireNonNull(table)
            .textBlock()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\\|", -1))
            .map(row -> row[0].strip() + ", " + row[1].strip());

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of("public", "private", "direct", "deleted")
                .flatMap(kind -> ACTIONS.keySet().stream().map(action -> kind + ", " + action))
                .toList());
  }

  @Test
  void a_full_room_accepts_no_further_member() {
    RoomState room = room("public");
    for (int i = room.memberCount(); i < MAX_MEMBERS; i++) {
      member(room, new Author("more-" + i, "more-" + i), Action.JOINED, Role.MEMBER);
    }

    assertThat(outcome("join", room, "outsider")).isEqualTo("conflict");
    assertThat(outcome("add", room, "owner")).isEqualTo("conflict");
    assertThat(outcome("join", room, "member")).isEqualTo("same");
  }

  @Test
  void in_slow_mode_members_wait_and_moderators_do_not() {
    RoomState room = room("public");
    room.apply(
        new RoomChange(
            "dev",
            "s",
            RoomChange.Action.CHANGED,
            "Dev",
            Visibility.PUBLIC,
            10,
            OWNER,
            List.of(),
            5));
    for (String sender : List.of("owner", "moderator", "member", "outsider")) {
      Author author = new Author(sender, sender);
      room.apply(new Message("dev", sender, author, "hi", NOW, null, List.of(), List.of()));
    }

    assertThat(Access.tooEarly(room, "owner", NOW + 1)).isNull();
    assertThat(Access.tooEarly(room, "moderator", NOW + 1)).isNull();
    assertThat(Access.tooEarly(room, "member", NOW + 10_000)).isNull();
    for (String waiting : List.of("member", "outsider")) {
      Refusal refusal = Objects.requireNonNull(Access.tooEarly(room, waiting, NOW + 9_999));
      assertThat(refusal.code()).isEqualTo(ProblemCode.RATE_LIMITED);
      assertThat(refusal.retryAfter()).isEqualTo(Duration.ofMillis(1));
    }
  }

  @Test
  void a_mute_expires() {
    RoomState room = room("public");

    assertThatThrownBy(() -> Access.write(room, "muted", NOW + 99)).isInstanceOf(Refusal.class);
    assertThatCode(() -> Access.write(room, "muted", NOW + 100)).doesNotThrowAnyException();
  }

  private static RoomDecisions.Settings settings(@Nullable String name) {
    return new RoomDecisions.Settings(name, null, null, null);
  }

  /** Decides as for changes of messages. */
  private static void deleteMessage(RoomState room, String user) {
    Access.read(room, user);
    if (!Permit.of(room, user, 0, NOW).mayModerate()) {
      throw Refusal.of(ProblemCode.FORBIDDEN, "");
    }
  }

  /** An action of a user in a room; false if it changes nothing. */
  private interface Attempt {
    boolean by(Author doer, RoomState room);
  }

  private static Map.Entry<String, Attempt> check(String name, BiConsumer<RoomState, String> rule) {
    return Map.entry(
        name,
        (doer, room) -> {
          rule.accept(room, doer.id());
          return true;
        });
  }

  private static Map.Entry<String, Attempt> decision(
      String name, Function<Author, RoomCommands.Decision> decision) {
    return Map.entry(name, (doer, room) -> decision.apply(doer).on(room).isPresent());
  }

  private static String outcome(String action, RoomState room, String doer) {
    Attempt attempt = Optional.ofNullable(ACTIONS.get(action)).orElseThrow();
    try {
      return attempt.by(new Author(doer, doer), room) ? "yes" : "same";
    } catch (Refusal refusal) {
      return refusal.code().word();
    }
  }
}
