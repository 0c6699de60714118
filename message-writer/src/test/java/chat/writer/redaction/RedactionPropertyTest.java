package chat.writer.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Attachment;
import chat.contract.event.Deleted;
import chat.contract.event.Edited;
import chat.contract.event.EmittedEvent;
import chat.contract.event.MemberChange;
import chat.contract.event.Message;
import chat.contract.event.Nameless;
import chat.contract.event.Reaction;
import chat.contract.event.Role;
import chat.contract.event.RoomChange;
import chat.contract.event.RoomEvent;
import chat.contract.event.RoomEventCodec;
import chat.contract.event.Visibility;
import chat.contract.log.CloudEventHeaders;
import chat.contract.log.EventFrame;
import chat.contract.log.RecordHeaders;
import chat.contract.log.Topic;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random events of all kinds, whose names, texts and ids are of characters that the twin never has
 * by itself: so any piece of them would be seen.
 */
class RedactionPropertyTest {

  /** Two capitals, a low line or a character beyond ASCII. */
  private static final Pattern OF_THE_INPUT = Pattern.compile("[A-Z]{2}|_|[^\\x00-\\x7f]");

  private static final int EVENTS = 2_000;

  private final RedactedTwin twin = RedactedTwin.of(new byte[32]);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void no_piece_of_names_texts_and_ids_is_in_the_twin(long seed) {
    Inputs inputs = new Inputs(new Random(seed));
    Set<Class<?>> kinds = new HashSet<>();
    for (int i = 0; i < EVENTS; i++) {
      RoomEvent event = inputs.event();
      kinds.add(event.getClass());
      byte[] value = RoomEventCodec.encode(event);
      Author actor = event.actor();
      byte[] erased = actor == null ? value : Nameless.of(value, actor.id(), 5);
      for (byte[] state : List.of(value, erased)) {
        String shown = shown(twin.beside(List.of(record(event, state))).get(1));

        assertThat(OF_THE_INPUT.matcher(shown).find()).as("seed %d: %s", seed, shown).isFalse();
      }
    }
    assertThat(kinds).isEqualTo(Set.of(RoomEvent.class.getPermittedSubclasses()));
  }

  private static ProducerRecord<byte[], byte[]> record(RoomEvent event, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            Topic.EVENTS, 3, 9L, event.room().getBytes(UTF_8), EventFrame.of(value, 12, 10));
    CloudEventHeaders.write(
        record.headers()::add, event.room(), event.type(), 12, 9, RecordHeaders.bytes(event.id()));
    return record;
  }

  private static String shown(ProducerRecord<byte[], byte[]> record) {
    StringBuilder shown = new StringBuilder(new String(record.key(), UTF_8));
    record
        .headers()
        .forEach(
            header -> {
              // The names of CloudEvents' headers have a low line themselves.
              shown.append(' ').append(header.key().replaceFirst("^ce_", ""));
              shown.append('=').append(new String(header.value(), UTF_8));
            });
    return shown.append(' ').append(new String(record.value(), UTF_8)).toString();
  }

  /** Random values of the fields, and events that have them. */
  private record Inputs(Random random) {

    RoomEvent event() {
      return switch (random.nextInt(7)) {
        case 0 ->
            new Message(
                room(),
                id(),
                author(),
                text(),
                5,
                3L,
                files(),
                users(),
                data(),
                random.nextBoolean());
        case 1 -> new Edited(room(), id(), author(), 3, text(), users(), data(), 5);
        case 2 -> new Deleted(room(), id(), author(), 3, 5);
        case 3 -> new Reaction(room(), id(), author(), 3, capitals(4), random.nextBoolean(), 5);
        case 4 ->
            new MemberChange(
                room(),
                id(),
                author(),
                MemberChange.Action.KICKED,
                oneOf(Role.values()),
                author(),
                null,
                5);
        case 5 ->
            new RoomChange(
                room(),
                id(),
                oneOf(RoomChange.Action.values()),
                text(),
                Visibility.PRIVATE,
                0,
                author(),
                List.of(author(), author()),
                data(),
                5);
        default -> new EmittedEvent(room(), id(), author(), room(), data(), 5);
      };
    }

    private <T> T oneOf(T[] all) {
      return all[random.nextInt(all.length)];
    }

    /** Also the name of an emitted event: lower case only. */
    String room() {
      return (random.nextBoolean() ? "dm." : "0") + "_".repeat(1 + random.nextInt(8));
    }

    String id() {
      return capitals(2 + random.nextInt(60));
    }

    Author author() {
      return new Author((random.nextBoolean() ? "service:" : "") + capitals(36), capitals(12));
    }

    List<String> users() {
      return Stream.generate(this::id).limit(random.nextInt(4)).toList();
    }

    List<Attachment> files() {
      List<Attachment> files = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        files.add(new Attachment(id(), text(), "image/png", random.nextInt(9_999)));
      }
      return files;
    }

    String text() {
      return capitals(3) + "\"\\ ä安👋\n" + capitals(random.nextInt(90));
    }

    ApplicationData data() {
      String nested = "{\"%s\":[{\"%s\":\"%s\"},1.50]}".formatted(id(), id(), id());
      return ApplicationData.of("{\"%s\":%s,\"id\":\"%s\"}".formatted(id(), nested, id()));
    }

    private String capitals(int length) {
      return random
          .ints(length, 'A', 'Z' + 1)
          .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
          .toString();
    }
  }
}
