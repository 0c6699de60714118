package chat.gateway.session;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one client's frames in order while one of them waits, for the check of its token or for
 * another thread. Others queue up meanwhile. Threads share it, but frames come one at a time.
 */
final class FrameTurns {

  private final int capacity;
  private final Queue<Waiting> waiting = new ArrayDeque<>(); // guarded by this, as all below
  private int size;
  private int pauses;
  private boolean draining;
  private @Nullable Runnable whenHandled;

  /**
   * No frames.
   *
   * @param capacity maximum size of the frames that wait
   */
  FrameTurns(int capacity) {
    this.capacity = capacity;
  }

  private record Waiting(int size, Runnable frame) {}

  /**
   * Handles a frame, now or in its turn.
   *
   * @return false if there is no capacity for it
   */
  boolean handle(int frameSize, Runnable frame) {
    synchronized (this) {
      if (pauses > 0 || draining) {
        if (size + frameSize > capacity) {
          return false;
        }
        size += frameSize;
        waiting.add(new Waiting(frameSize, frame));
        return true;
      }
    }
    frame.run();
    return true;
  }

  /** Lets later frames wait, until {@link #resume} was called as often. Called by a frame. */
  synchronized void pause() {
    pauses++;
  }

  /**
   * Ends one pause. After the last one, handles the frames that wait, on this thread, until one of
   * them pauses again.
   */
  void resume() {
    synchronized (this) {
      pauses--;
      if (pauses > 0 || draining) {
        return;
      }
      draining = true;
    }
    for (Runnable next = next(); next != null; next = next()) {
      next.run();
    }
  }

  /** Runs a task when no frame waits. Keeps one task. */
  void whenHandled(Runnable task) {
    synchronized (this) {
      if (pauses > 0 || draining) {
        whenHandled = task;
        return;
      }
    }
    task.run();
  }

  private synchronized @Nullable Runnable next() {
    Waiting next = pauses > 0 ? null : waiting.poll();
    if (next != null) {
      size -= next.size();
      return next.frame();
    }
    draining = false;
    Runnable task = pauses > 0 ? null : whenHandled;
    if (task != null) {
      whenHandled = null;
    }
    return task;
  }
}
