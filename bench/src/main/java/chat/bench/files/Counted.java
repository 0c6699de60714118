package chat.bench.files;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Counts the bytes of a body and drops them. */
final class Counted implements Consumer<Optional<byte[]>> {

  private final AtomicLong total = new AtomicLong();

  @Override
  public void accept(Optional<byte[]> piece) {
    total.addAndGet(piece.map(bytes -> bytes.length).orElse(0));
  }

  long total() {
    return total.get();
  }
}
