package chat.gateway.security;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import chat.gateway.json.JsonBounds;
import chat.infra.attacks.Fuzz;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Malformed bodies and headers: each is read or refused. */
class RequestsFuzzTest {

  private static final int TRIES = 15_000;

  private record Inner(@Nullable Integer number) {}

  private record Body(
      @Nullable String text,
      @Nullable Long seq,
      @Nullable Boolean flag,
      @Nullable List<String> texts,
      @Nullable Inner inner) {}

  @Test
  void bodies() {
    JsonFactoryBuilder factory = JsonFactory.builder();
    new StrictJson().boundedJson(new JsonBounds(16, 65_536, 256, 32, 100_000)).customize(factory);
    JsonMapper.Builder builder = JsonMapper.builder(factory.build());
    new StrictJson().literalJson().customize(builder);
    JsonMapper mapper = builder.build();

    Fuzz.ofTexts(
            "{\"text\":\"a\\u00e4\\ud83d\\ude00 \\\" é👋\",\"seq\":17592186044417,\"flag\":true}",
            "{\"texts\":[\"a\",\"\"],\"inner\":{\"number\":1},\"unknown\":[[{\"a\":1.5e3}]]}")
        .bytes(
            TRIES,
            bytes -> {
              boolean wellFormed = isUtf8(bytes) && WellFormed.isJson(new String(bytes, UTF_8));
              try {
                Body body = mapper.readValue(bytes, Body.class);
                if (wellFormed && body != null && body.text() != null) {
                  assertThat(WellFormed.isText(body.text())).isTrue();
                }
              } catch (JacksonException refused) {
                assertThat(refused).isNotNull();
              }
            });
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)) != null;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  @Test
  void parameters() {
    Fuzz.ofTexts("plain", "\\u0000", "😀", "a\\\\u0000\\ud83d")
        .texts(
            TRIES, text -> assertThat(WellFormed.isText(text)).isEqualTo(text.indexOf('\0') < 0));
  }

  /** The result is a valid address, and no name was resolved. */
  @Test
  void forwarding_headers() {
    ClientAddresses addresses =
        new ClientAddresses(
            new WebSettings(
                List.of(),
                DataSize.ofKilobytes(64),
                Duration.ofSeconds(30),
                List.of("127.0.0.0/8", "10.0.0.0/8", "2001:db8::/32"),
                32));

    Fuzz.ofTexts(
            "203.0.113.7",
            "198.51.100.9, 192.0.2.3, 10.0.0.7",
            "2001:db9:1:2::1, 10.0.0.1",
            "::ffff:192.0.2.1",
            "dead.beef",
            "999.1.1.1",
            "unknown",
            "\"[2001:db8::1]:80\"")
        .texts(
            TRIES,
            header ->
                assertThat(addresses.of("127.0.0.1", List.of(header, "10.1.1.1")))
                    .matches("(\\d{1,3}\\.){3}\\d{1,3}|[0-9a-f]{16}"));
  }
}
