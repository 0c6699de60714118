package chat.contract.user;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import chat.contract.ApplicationData;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserEventCodecTest {

  private static final long AT = 1767225600000L;
  private static final Profile ANN = new Profile("u1", "ann", null, null, 5, 1);
  private static final Profile WITH_DATA =
      new Profile("u1", "ann", null, null, 5, 3, ApplicationData.of("{\"n\":1e400}"));
  private static final Profile SHOWN = new Profile("u1", "ann", "Ann \"A.\"", "f1", 5, 2);

  record Case(UserEvent event, String json) {}

  static Case[] cases() {
    String end = ",\"at\":1767225600000}";
    String ann = "\"user\":{\"id\":\"u1\",\"username\":\"ann\"},\"createdAt\":5,\"version\":1";
    String shown =
        "\"user\":{\"id\":\"u1\",\"username\":\"ann\",\"name\":\"Ann \\\"A.\\\"\",\"avatar\":\"f1\"}"
            + ",\"createdAt\":5,\"version\":2";
    return new Case[] {
      new Case(
          new UserEvent.Registered("e1", ANN, AT),
          "{\"type\":\"registered\",\"id\":\"e1\"," + ann + end),
      new Case(
          new UserEvent.Changed("e1", SHOWN, AT),
          "{\"type\":\"changed\",\"id\":\"e1\"," + shown + end),
      new Case(
          new UserEvent.Changed("e1", WITH_DATA, AT),
          "{\"type\":\"changed\",\"id\":\"e1\",\"user\":{\"id\":\"u1\",\"username\":\"ann\","
              + "\"data\":{\"n\":1e400}},\"createdAt\":5,\"version\":3"
              + end),
      new Case(
          new UserEvent.Revoked("e1", ANN, new UserEvent.Sessions.Family("f"), AT),
          "{\"type\":\"revoked\",\"id\":\"e1\"," + ann + ",\"family\":\"f\"" + end),
      new Case(
          new UserEvent.Revoked("e1", ANN, new UserEvent.Sessions.Before(3, "f"), AT),
          "{\"type\":\"revoked\",\"id\":\"e1\"," + ann + ",\"before\":3,\"kept\":\"f\"" + end),
      new Case(
          new UserEvent.Revoked("e1", ANN, new UserEvent.Sessions.Before(3, null), AT),
          "{\"type\":\"revoked\",\"id\":\"e1\"," + ann + ",\"before\":3" + end),
      new Case(
          new UserEvent.Revoked("e1", ANN, new UserEvent.Sessions.Before(0, null, 7000), AT),
          "{\"type\":\"revoked\",\"id\":\"e1\","
              + ann
              + ",\"before\":0,\"issuedBefore\":7000"
              + end),
      new Case(
          new UserEvent.Erased("e1", "u1", AT),
          "{\"type\":\"erased\",\"id\":\"e1\",\"user\":{\"id\":\"u1\"}" + end),
    };
  }

  @ParameterizedTest
  @MethodSource("cases")
  void an_event_is_one_object_without_blanks_and_comes_back(Case one) {
    assertThat(new String(UserEventCodec.encode(one.event), UTF_8)).isEqualTo(one.json);
    assertThat(UserEventCodec.decode(one.json.getBytes(UTF_8))).isEqualTo(one.event);
  }

  @Test
  void fields_that_are_unknown_are_passed_over_wherever_they_stand() {
    String json =
        "{\"new\":[{\"a\":1}],\"user\":{\"x\":{},\"id\":\"u1\"},\"at\":7,\"id\":\"e\",\"type\":\"erased\"}";

    assertThat(UserEventCodec.decode(json.getBytes(UTF_8)))
        .isEqualTo(new UserEvent.Erased("e", "u1", 7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"type\":\"erased\",\"id\":\"e\",\"at\":1}",
        "{\"type\":\"other\",\"id\":\"e\",\"user\":{\"id\":\"u\"},\"at\":1}",
        "{\"type\":\"erased\",\"id\":\"e\",\"user\":{\"id\":7},\"at\":1}",
        "{\"type\":\"erased\",\"id\":\"e\",\"user\":\"u\",\"at\":1}",
        "{\"type\":\"erased\",\"id\":\"e\",\"user\":{\"id\":\"u\"},\"at\":1}x"
      })
  void what_is_no_event_is_refused(String json) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserEventCodec.decode(json.getBytes(UTF_8)));
  }

  @Test
  void whatever_the_bytes_are_it_reads_them_or_refuses_them() {
    Random random = new Random(1);
    byte[] json = cases()[3].json.getBytes(UTF_8);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = Arrays.copyOf(json, 1 + random.nextInt(json.length));
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        assertThat(UserEventCodec.decode(bytes)).isNotNull();
      } catch (IllegalArgumentException e) {
        assertThat(e).isNotNull();
      }
    }
  }
}
