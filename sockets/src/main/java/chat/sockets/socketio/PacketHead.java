package chat.sockets.socketio;

import chat.sockets.engineio.MalformedPacket;
import org.jspecify.annotations.Nullable;

/**
 * The head of a packet, before its payload: {@code type [attachments-] [namespace,] [id]}. It is
 * read first, so that an unwanted packet costs no parsing of its payload.
 *
 * @param attachments the number of binary attachments that follow the packet
 * @param namespace with its slash
 * @param id the id of the acknowledgement; null for none
 * @param payloadAt index of the payload in the text; the text's length if there is none
 */
record PacketHead(
    PacketKind kind, int attachments, String namespace, @Nullable Long id, int payloadAt) {

  static final String MAIN = "/";

  /** Integers of 15 digits are exact in every language. */
  private static final int MAX_ID_DIGITS = 15;

  /**
   * Reads the head of a packet.
   *
   * @param maxAttachments maximum number of attachments
   * @throws MalformedPacket if the text begins with no head
   */
  static PacketHead read(String text, int maxAttachments) throws MalformedPacket {
    PacketKind kind = text.isEmpty() ? null : PacketKind.of(text.charAt(0));
    if (kind == null) {
      throw new MalformedPacket("a packet begins with a digit from 0 to 6");
    }
    Cursor cursor = new Cursor(text);
    int attachments = kind.isBinary() ? cursor.attachments(maxAttachments) : 0;
    String namespace = cursor.namespace();
    Long id = cursor.id();
    return new PacketHead(kind, attachments, namespace, id, cursor.at);
  }

  /** Reads the parts, one after the other. */
  private static final class Cursor {

    private final String text;
    private int at = 1;

    Cursor(String text) {
      this.text = text;
    }

    int attachments(int most) throws MalformedPacket {
      String digits = digits();
      if (digits.isEmpty()
          || digits.length() > 3
          || at == text.length()
          || text.charAt(at) != '-') {
        throw new MalformedPacket("the number of attachments is missing");
      }
      at++;
      int number = Integer.parseInt(digits);
      if (number > most) {
        throw new MalformedPacket("at most " + most + " attachments are expected");
      }
      return number;
    }

    /** The namespace ends at a comma, or with the text. */
    String namespace() {
      if (at == text.length() || text.charAt(at) != '/') {
        return MAIN;
      }
      int start = at;
      int comma = text.indexOf(',', start);
      int end = comma < 0 ? text.length() : comma;
      at = Math.min(text.length(), end + 1);
      return text.substring(start, end);
    }

    @Nullable Long id() throws MalformedPacket {
      String digits = digits();
      if (digits.length() > MAX_ID_DIGITS) {
        throw new MalformedPacket("an id has at most " + MAX_ID_DIGITS + " digits");
      }
      return digits.isEmpty() ? null : Long.valueOf(digits);
    }

    private String digits() {
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      return text.substring(start, at);
    }
  }
}
