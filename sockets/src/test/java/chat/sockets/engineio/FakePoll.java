package chat.sockets.engineio;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A GET whose answer is looked at, and which may be lost on its way. */
final class FakePoll implements Poll {

  @Nullable String answer;
  boolean refused;
  private final boolean lost;

  FakePoll(boolean lost) {
    this.lost = lost;
  }

  @Override
  public void answer(byte[] payload, Consumer<@Nullable Throwable> done) {
    answer = new String(payload, UTF_8);
    done.accept(lost ? new IllegalStateException("the connection is gone") : null);
  }

  @Override
  public void refuse() {
    refused = true;
  }
}
