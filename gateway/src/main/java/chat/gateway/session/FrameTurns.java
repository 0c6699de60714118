package chat.gateway.session;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one client's frames in order while one of them waits, for the check of its token. Others
 * queue up meanwhile. Threads share it, but frames come one at a time.
 */
final class FrameTurns {

  private final int capacity;
  private final Queue<Waiting> waiting = new ArrayDeque<>(); // guarded by this, as all below
  private int size;
  private boolean paused;
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
      if (paused || draining) {
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

  /** Lets later frames wait. Called by a frame. */
  synchronized void pause() {
    paused = true;
  }

  /** Handles the frames that wait, on this thread, until one of them pauses again. */
  void resume() {
    synchronized (this) {
      paused = false;
      if (draining) {
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
      if (paused || draining) {
        whenHandled = task;
        return;
      }
    }
    task.run();
  }

  private synchronized @Nullable Runnable next() {
    Waiting next = paused ? null : waiting.poll();
    if (next != null) {
      size -= next.size();
      return next.frame();
    }
    draining = false;
    Runnable task = paused ? null : whenHandled;
    if (task != null) {
      whenHandled = null;
    }
    return task;
  }
}
