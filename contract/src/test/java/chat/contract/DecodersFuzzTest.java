package chat.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.event.Attachment;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.EventSummary;
import chat.contract.event.MemberChange;
import chat.contract.event.MemberChange.Action;
import chat.contract.event.Message;
import chat.contract.event.Nameless;
import chat.contract.event.PresentState;
import chat.contract.event.Reaction;
import chat.contract.event.Read;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.Signal;
import chat.contract.event.SignalCodec;
import chat.contract.event.Typing;
import chat.contract.event.Visibility;
import chat.contract.file.FileEvent;
import chat.contract.file.FileEventCodec;
import chat.contract.log.Condition;
import chat.contract.log.Identity;
import chat.contract.log.RoomPartition;
import chat.contract.log.RoomRecord;
import chat.contract.log.Seq;
import chat.contract.presence.Presence;
import chat.contract.presence.PresenceCodec;
import chat.contract.presence.SessionEvent;
import chat.contract.presence.SessionEventCodec;
import chat.contract.presence.Status;
import chat.contract.user.Profile;
import chat.contract.user.UserEvent;
import chat.contract.user.UserEventCodec;
import chat.infra.attacks.Fuzz;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/**
 * Every decoder reads any record, or refuses it with the one exception that it promises. A value
 * that it reads survives encoding and decoding.
 */
class DecodersFuzzTest {

  private static final int TRIES = 3_000;
  private static final int PARTITIONS = 24;
  private static final Author ANN = new Author("u1", "ann");
  private static final Author BOB = new Author("u2", "bob");
  private static final Profile PROFILE = new Profile("u1", "ann", "Ann \"A.\" 👋", "f1", 5, 2);

  private static final List<RoomEvent> ROOM_EVENTS =
      List.of(
          new Message(
              "dev",
              "m-1",
              ANN,
              "hé 👋",
              1767225600000L,
              17592186044416L,
              List.of(new Attachment("f1", "a \"b\".txt", "text/plain", 25)),
              List.of("u2")),
          new Edited("dev", "e-1", ANN, 17592186044416L, "@bob", List.of("u2"), 5),
          new Deleted("dev", "d-1", BOB, 17592186044416L, 5),
          new Reaction("dev", "r-1", ANN, 17592186044416L, "👍", true, 5),
          new MemberChange("dev", "c-1", ANN, Action.MUTED, null, BOB, 99L, 5),
          new MemberChange("dev", "c-2", ANN, Action.JOINED, Role.MEMBER, BOB, null, 5),
          new RoomChange(
              "dev",
              "s-1",
              RoomChange.Action.CREATED,
              "Dev",
              Visibility.PRIVATE,
              30,
              ANN,
              List.of(ANN, BOB),
              5));

  @Test
  void room_events() {
    Fuzz.ofBytes(encoded(ROOM_EVENTS, RoomEventCodec::encode))
        .bytes(TRIES, readOrRefused(RoomEventCodec::decode, RoomEventCodec::encode));
  }

  @Test
  void user_events() {
    List<UserEvent> events =
        List.of(
            new UserEvent.Registered("e1", PROFILE, 7),
            new UserEvent.Revoked("e2", PROFILE, new UserEvent.Sessions.Family("f"), 7),
            new UserEvent.Revoked("e3", PROFILE, new UserEvent.Sessions.Before(3, "f"), 7),
            new UserEvent.Erased("e4", "u1", 7));

    Fuzz.ofBytes(encoded(events, UserEventCodec::encode))
        .bytes(TRIES, readOrRefused(UserEventCodec::decode, UserEventCodec::encode));
  }

  @Test
  void file_events() {
    List<FileEvent> events =
        List.of(
            new FileEvent.Uploaded(
                "f1", "u1", "general", "a.png", "image/png", 3, "ab", "clean", 7),
            new FileEvent.Scanned("f1", "u1", "infected", 8),
            new FileEvent.Removed("f1", "u1", 9));

    Fuzz.ofBytes(encoded(events, FileEventCodec::encode))
        .bytes(TRIES, readOrRefused(FileEventCodec::decode, FileEventCodec::encode));
  }

  @Test
  void session_events() {
    SessionEvent opened =
        new SessionEvent(
            SessionEvent.Kind.OPENED,
            ANN,
            "s-1",
            "gateway-1",
            "gateway-1.7f",
            List.of("dev", "general"),
            Status.ONLINE,
            1767225600000L);

    Fuzz.ofBytes(SessionEventCodec.encode(opened))
        .bytes(TRIES, readOrRefused(SessionEventCodec::decode, SessionEventCodec::encode));
  }

  @Test
  void presence() {
    Presence away = new Presence(ANN, Status.AWAY, 1767225600000L, 1767225600001L, List.of("dev"));

    Fuzz.ofBytes(PresenceCodec.encode(away))
        .bytes(TRIES, readOrRefused(PresenceCodec::decode, PresenceCodec::encode));
  }

  @Test
  void signals() {
    List<Signal> signals = List.of(new Typing("dev", ANN, true), new Read("dev", ANN, 1L << 44));

    Fuzz.ofBytes(encoded(signals, SignalCodec::encode))
        .bytes(TRIES, readOrRefused(SignalCodec::decode, SignalCodec::encode));
  }

  @Test
  void identities_and_conditions_in_headers() {
    Identity identity = new Identity(1, -2, 3);
    Condition condition = new Condition(70_000, List.of(1L, 2L), List.of(-3L));

    Fuzz.ofBytes(identity.toBytes()).bytes(TRIES, readOrRefused(Identity::of, Identity::toBytes));
    Fuzz.ofBytes(condition.toBytes(), new Condition(0, List.of(), List.of()).toBytes())
        .bytes(TRIES, readOrRefused(Condition::of, Condition::toBytes));
  }

  /** Key, type, identity and condition are each broken while the others are good. */
  @Test
  void every_record_is_read_whatever_is_in_it() {
    byte[] key = "dev".getBytes(UTF_8);
    byte[] type = Message.TYPE.getBytes(UTF_8);
    byte[] value = RoomEventCodec.encode(ROOM_EVENTS.get(0));
    byte[] identity = new Identity(1, 2, 3).toBytes();
    byte[] condition = Condition.of(7, ROOM_EVENTS.get(0)).toBytes();
    int partition = RoomPartition.of("dev", PARTITIONS);

    Fuzz.ofBytes(key, type, value, identity, condition)
        .bytes(
            TRIES,
            any -> {
              check(RoomRecord.read(any, value, type, identity, condition, partition, PARTITIONS));
              check(RoomRecord.read(key, any, type, identity, condition, partition, PARTITIONS));
              check(RoomRecord.read(key, value, any, identity, condition, partition, PARTITIONS));
              check(RoomRecord.read(key, value, type, any, any, partition, PARTITIONS));
            });
  }

  /** An event without a room never counts, and every event's value can go into a frame. */
  private static void check(RoomRecord record) {
    String room = record.room();
    if (room != null) {
      assertThat(Names.isRoom(room)).isTrue();
      assertThat(new String(record.value(), UTF_8)).startsWith("{\"").endsWith("}");
      assertThat(record.value().length).isLessThanOrEqualTo(RoomRecord.MAX_VALUE);
    }
  }

  @Test
  void present_states_and_what_is_left_of_the_erased() {
    Edited edit = new Edited("dev", "e-1", ANN, 7, "ho", List.of(), 5);
    List<Function<byte[], ?>> readers =
        List.of(
            EventSummary::of,
            PresentState::isDeleted,
            PresentState::withoutText,
            event -> PresentState.edited(event, edit),
            event -> PresentState.deleted(event, 9),
            event -> PresentState.erased(event, 9),
            event -> Nameless.of(event, "u1", 9));

    Fuzz.ofBytes(encoded(ROOM_EVENTS, RoomEventCodec::encode))
        .bytes(
            TRIES / 3,
            event -> {
              for (Function<byte[], ?> reader : readers) {
                try {
                  assertThat(reader.apply(event)).isNotNull();
                } catch (IllegalArgumentException refused) {
                  assertThat(refused).hasMessageMatching("(?s).+");
                }
              }
            });
  }

  /** Every number is a seq, which can be rebuilt from its two parts. */
  @Test
  void stream_positions() {
    Fuzz.ofTexts("17592186044417", "9007199254740991", "0", "1")
        .texts(
            TRIES,
            text -> {
              if (text.matches("\\d{1,16}")) {
                long seq = Long.parseLong(text);
                int epoch = Seq.epoch(seq);
                assertThat(Seq.offset(seq)).isNotNegative();
                if (epoch >= 1 && epoch <= Seq.MAX_EPOCH) {
                  assertThat(Seq.of(epoch, Seq.offset(seq))).isEqualTo(seq);
                }
              }
            });
  }

  @Test
  void names_of_every_kind() {
    Fuzz.ofTexts("general", "a.b-c_d", "Ann.A", "m-1_x", "a".repeat(64))
        .texts(
            TRIES,
            text -> {
              if (Names.isRoom(text)) {
                assertThat(text).hasSizeBetween(1, 64).doesNotContainPattern("[^a-z0-9._-]");
              }
              if (Names.isMessageId(text) || Names.isUsername(text)) {
                assertThat(text).hasSizeBetween(1, 64).doesNotContainPattern("[^A-Za-z0-9._-]");
              }
            });
  }

  private static <T> byte[][] encoded(List<T> values, Function<T, byte[]> encode) {
    return values.stream().map(encode).toArray(byte[][]::new);
  }

  private static <T> Fuzz.Target<byte[]> readOrRefused(
      Function<byte[], T> decode, Function<T, byte[]> encode) {
    return bytes -> {
      T read;
      try {
        read = decode.apply(bytes);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageMatching("(?s).+");
        return;
      }
      byte[] written;
      try {
        written = encode.apply(read);
      } catch (JacksonException halves) {
        assertThat(halves).hasMessageContaining("surrogate"); // can't be encoded in UTF-8
        return;
      }
      assertThat(decode.apply(written)).isEqualTo(read);
    };
  }
}
