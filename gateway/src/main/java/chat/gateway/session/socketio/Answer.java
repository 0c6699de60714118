package chat.gateway.session.socketio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns a session's own frames, which begin with their type and what they answer, into packets: an
 * acknowledgement if they answer an event that wants one, else an event of that name.
 */
final class Answer {

  private static final Pattern FRAME =
      Pattern.compile("\\{\"type\":\"(\\w+)\"(?:,\"ref\":\"(\\d+)\")?,?(.*)", Pattern.DOTALL);

  private Answer() {}

  static byte[] packet(byte[] frame) {
    String text = new String(frame, UTF_8);
    Matcher parts = FRAME.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a frame begins with its type");
    }
    String type = parts.group(1);
    if (parts.group(2) == null) {
      return ("42[\"" + type + "\"," + text + "]").getBytes(UTF_8);
    }
    String rest = parts.group(3);
    String comma = rest.equals("}") ? "" : ",";
    return ("43" + parts.group(2) + "[{\"ok\":" + !type.equals("error") + comma + rest + "]")
        .getBytes(UTF_8);
  }
}
