package chat.sockets.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import chat.infra.attacks.Fuzz;
import chat.sockets.engineio.MalformedPacket;
import org.junit.jupiter.api.Test;

/** Whatever clients of Socket.IO send is a packet, or the refusal of one. */
class PacketsFuzzTest {

  private static final int TRIES = 6_000;
  private static final int MAX_BYTES = 10_000;

  private static final String[] GOOD = {
    "0{\"token\":\"a.b.c\",\"rooms\":{\"dev\":{\"after\":7}}}",
    "0/custom,{\"token\":\"x\"}",
    "1",
    "2[\"send\",{\"room\":\"dev\",\"content\":\"hé 👋\"}]",
    "2/custom,17[\"send\",{\"room\":\"dev\",\"seq\":17592186044417}]",
    "312[1,\"2\"]",
    "51-[\"data\",{\"_placeholder\":true,\"num\":0}]",
    "52-/custom,3[\"data\",{\"a\":{\"_placeholder\":true,\"num\":1}},[{\"_placeholder\":true,\"num\":0}]]",
    "61-9[{\"_placeholder\":true,\"num\":0}]",
  };

  @Test
  void heads_and_payloads() {
    Fuzz.ofTexts(GOOD)
        .texts(
            TRIES,
            text -> {
              try {
                PacketHead head = PacketHead.read(text, 64);
                assertThat(head.payloadAt()).isBetween(1, text.length());
                assertThat(head.attachments()).isBetween(0, 64);
                assertThat(Bounds.READER.read(text, head).kind()).isEqualTo(head.kind());
              } catch (MalformedPacket refused) {
                assertThat(refused).hasMessageMatching(".+");
              }
            });
  }

  /** A text, then data until the packet is complete or refused; never more than was asked for. */
  @Test
  void packets_with_data() {
    Fuzz.ofTexts(GOOD)
        .texts(
            TRIES,
            text -> {
              Reassembly reassembly = Bounds.reassembly(MAX_BYTES, head -> text.length() % 5 != 0);
              try {
                SocketPacket packet = reassembly.text(text);
                for (int pieces = 0; packet == null && pieces < 65; pieces++) {
                  packet = reassembly.data(new byte[] {1, 2, 3});
                }
                assertThat(packet).isNotNull();
              } catch (MalformedPacket refused) {
                assertThat(refused).hasMessageMatching(".+");
              }
            });
  }
}
