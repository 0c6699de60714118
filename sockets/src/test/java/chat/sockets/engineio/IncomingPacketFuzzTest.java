package chat.sockets.engineio;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.Fuzz;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever clients of Engine.IO send is packets, or no packet at all. */
class IncomingPacketFuzzTest {

  private static final int TRIES = 20_000;

  @Test
  void bodies_of_polls() {
    Fuzz.ofTexts("4hello", "42[\"a\",1]\u001e4\u001ebAQID\u001e1", "3probe", "bAQIDBA==", "40{}")
        .texts(
            TRIES,
            text -> {
              try {
                List<IncomingPacket> packets = IncomingPacket.ofPayload(text, 50_000);
                assertThat(packets).isNotEmpty();
                assertThat(packets.stream().mapToInt(packet -> packet.text().length()).sum())
                    .isLessThanOrEqualTo(text.length());
              } catch (MalformedPacket refused) {
                assertThat(refused).hasMessageMatching(".+");
              }
            });
  }

  @Test
  void texts_of_sockets() {
    Fuzz.ofTexts("4hello", "2probe", "5", "")
        .texts(
            TRIES,
            text -> {
              try {
                assertThat(IncomingPacket.ofText(text).text()).isEqualTo(text.substring(1));
              } catch (MalformedPacket refused) {
                assertThat(text).doesNotMatch("(?s)[0-6].*");
              }
            });
  }

  @Test
  void addresses() {
    Fuzz.ofTexts(
            "EIO=4&transport=polling&sid=a%2Bb&t=x", "EIO=4&transport=websocket", "&&==&", "sid=%")
        .texts(
            TRIES,
            text -> {
              Query query = Query.of(text);
              assertThat(query.isPolling() && query.isWebSocket()).isFalse();
            });
  }
}
