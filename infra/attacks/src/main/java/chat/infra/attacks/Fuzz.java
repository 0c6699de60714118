package chat.infra.attacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Feeds a decoder with broken input. A try may end with a value or with the refusal that the
 * decoder promises, and the caller's taker says which that is; whatever else it throws, or if it
 * does not end, is a failure that names the input. {@code -Dfuzz.seed=N} has other inputs tried,
 * {@code -Dfuzz.tries=N} more of them.
 */
public final class Fuzz {

  /** Far longer than all tries take on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int SHOWN_BYTES = 4096;

  private final long seed = Long.getLong("fuzz.seed", 20_260_101);
  private final List<byte[]> good;
  private byte[] input = new byte[0];

  private Fuzz(List<byte[]> good) {
    this.good = good;
  }

  /** Takes an input, and throws only if what came of it is wrong. */
  @FunctionalInterface
  public interface Taker<T> {
    /** Takes it. */
    void take(T input) throws Exception;
  }

  /** Broken forms of some bytes. */
  public static Fuzz ofBytes(byte[]... good) {
    return new Fuzz(List.of(good));
  }

  /** Broken forms of some texts. */
  public static Fuzz ofTexts(String... good) {
    return new Fuzz(Arrays.stream(good).map(text -> text.getBytes(UTF_8)).toList());
  }

  /** Tries as many as are asked for, each good input as it is first. */
  public void bytes(int tries, Taker<byte[]> taker) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                run(Integer.getInteger("fuzz.tries", tries), taker);
                done.complete(null);
              } catch (Throwable failure) {
                done.completeExceptionally(failure);
              }
            },
            "fuzz");
    thread.setDaemon(true);
    thread.start();
    await(done);
  }

  /** The same for what decodes texts; bytes that are none become replacement characters. */
  public void texts(int tries, Taker<String> taker) {
    bytes(tries, bytes -> taker.take(new String(bytes, UTF_8)));
  }

  private void run(int tries, Taker<byte[]> taker) throws Exception {
    Mutations mutations = new Mutations(new Random(seed), good);
    for (int i = 0; i < tries; i++) {
      byte[] next = i < good.size() ? good.get(i) : mutations.next();
      show(next);
      taker.take(next.clone());
    }
  }

  private void await(CompletableFuture<Void> done) {
    try {
      done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(text(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("does not end: " + text(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private synchronized void show(byte[] next) {
    input = next;
  }

  private synchronized String text() {
    byte[] head = Arrays.copyOf(input, Math.min(input.length, SHOWN_BYTES));
    return "-Dfuzz.seed=%d: %d bytes: %s = %s"
        .formatted(seed, input.length, new String(head, UTF_8), HexFormat.of().formatHex(head));
  }
}
