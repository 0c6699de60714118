package chat.sockets.fanout;

/** Why a connection is closed, and whether the client should reconnect. */
public enum CloseReason {
  GOING_AWAY(1001, "going away", true),
  RESTART(1012, "restart", true),
  BAD_FRAME(4400, "bad frame", false),
  UNAUTHENTICATED(4401, "unauthenticated", false),
  FORBIDDEN(4403, "forbidden", false),
  NO_CONNECT(4408, "no connect in time", true),
  FRAME_TOO_LARGE(4413, "frame too large", false),
  FLOODING(4429, "flooding", true),
  TOO_SLOW(4460, "too slow", true);

  private final int code;
  private final String text;
  private final boolean comeBack;

  CloseReason(int code, String text, boolean comeBack) {
    this.code = code;
    this.text = text;
    this.comeBack = comeBack;
  }

  /** The WebSocket close code. */
  public int code() {
    return code;
  }

  /** A short text beside the code. */
  public String text() {
    return text;
  }

  /** Whether the client may reconnect without a change of its behaviour. */
  public boolean mayComeBack() {
    return comeBack;
  }
}
