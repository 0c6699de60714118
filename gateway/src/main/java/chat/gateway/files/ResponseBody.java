package chat.gateway.files;

import chat.edge.guard.SlowReaders;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, written as the client accepts it without blocking a thread. The steps run
 * in order, on any thread that finds the output ready.
 */
final class ResponseBody implements WriteListener {

  private final HttpServletResponse response;
  private final SlowReaders.Reader reader;
  private final Consumer<Throwable> clientGone;
  private final Queue<Step> steps = new ArrayDeque<>(2); // guarded by itself: a piece, and the end
  private boolean listening; // guarded by steps
  private boolean begun; // set by the first step

  /** A step: bytes to write, if any, and the task to run once they were accepted. */
  private record Step(byte @Nullable [] bytes, Runnable then) {}

  /**
   * Creates a body of which nothing was written.
   *
   * @param reader observes how the client reads
   * @param clientGone called when the client is gone
   */
  ResponseBody(
      HttpServletResponse response, SlowReaders.Reader reader, Consumer<Throwable> clientGone) {
    this.response = response;
    this.reader = reader;
    this.clientGone = clientGone;
  }

  /** Writes a chunk; the next may follow after {@code then}. */
  void write(byte[] bytes, Runnable then) {
    add(new Step(bytes, then));
  }

  /** Flushes, then runs a task. */
  void end(Runnable then) {
    add(new Step(null, then));
  }

  private void add(Step step) {
    boolean first;
    boolean alone;
    synchronized (steps) {
      first = !listening;
      listening = true;
      alone = steps.isEmpty();
      steps.add(step);
    }
    try {
      if (first) {
        response.getOutputStream().setWriteListener(this);
      } else if (alone) {
        onWritePossible();
      }
    } catch (IOException | IllegalStateException e) {
      onError(e);
    }
  }

  @Override
  public void onWritePossible() throws IOException {
    reader.goesOn();
    ServletOutputStream out = response.getOutputStream();
    for (Step step = head(); step != null; ) {
      if (!isReady(out)) {
        return; // then it calls back
      }
      if (!begun) {
        begun = true;
        begin(step, out);
      } else {
        begun = false;
        step = done(step);
      }
    }
  }

  /** Starts the wait first, as it may end at once. */
  private boolean isReady(ServletOutputStream out) {
    reader.waits();
    boolean ready = out.isReady();
    if (ready) {
      reader.goesOn();
    }
    return ready;
  }

  private void begin(Step step, ServletOutputStream out) throws IOException {
    if (step.bytes() == null) {
      out.flush();
    } else {
      out.write(step.bytes());
      reader.wrote(step.bytes().length);
    }
  }

  /** Ends a step and returns the next. If there is none, the thread that adds one goes on. */
  private @Nullable Step done(Step step) {
    Step next;
    synchronized (steps) {
      steps.remove();
      next = steps.peek();
    }
    step.then().run();
    return next;
  }

  private @Nullable Step head() {
    synchronized (steps) {
      return steps.peek();
    }
  }

  @Override
  public void onError(Throwable failure) {
    clientGone.accept(failure);
  }
}
