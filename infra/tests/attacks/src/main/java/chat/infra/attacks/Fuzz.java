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
 * Feeds a decoder with broken input. A try may end with a value or with the exception that the
 * decoder promises; the caller's target checks which. Any other exception and a hang are failures
 * that name the input. {@code -Dfuzz.seed=N} selects other inputs, {@code -Dfuzz.tries=N} their
 * number.
 */
public final class Fuzz {

  /** Much longer than all tries take on a busy machine. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int SHOWN_BYTES = 4096;

  private final long seed = Long.getLong("fuzz.seed", 20_260_101);
  private final List<byte[]> good;
  private byte[] input = new byte[0];

  private Fuzz(List<byte[]> good) {
    this.good = good;
  }

  /** Decodes an input and throws only if the result is wrong. */
  @FunctionalInterface
  public interface Target<T> {
    /** Decodes one input. */
    void accept(T input) throws Exception;
  }

  /** Mutates byte arrays. */
  public static Fuzz ofBytes(byte[]... good) {
    return new Fuzz(List.of(good));
  }

  /** Mutates texts. */
  public static Fuzz ofTexts(String... good) {
    return new Fuzz(Arrays.stream(good).map(text -> text.getBytes(UTF_8)).toList());
  }

  /** Makes a number of tries, with each good input first. */
  public void bytes(int tries, Target<byte[]> target) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                run(Integer.getInteger("fuzz.tries", tries), target);
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

  /** The same for decoders of text; invalid UTF-8 becomes replacement characters. */
  public void texts(int tries, Target<String> target) {
    bytes(tries, bytes -> target.accept(new String(bytes, UTF_8)));
  }

  private void run(int tries, Target<byte[]> target) throws Exception {
    Mutations mutations = new Mutations(new Random(seed), good);
    for (int i = 0; i < tries; i++) {
      byte[] next = i < good.size() ? good.get(i) : mutations.next();
      show(next);
      target.accept(next.clone());
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
