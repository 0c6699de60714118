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

  /**
   * Handles the frames that wait, on this thread, until one of them pauses again. Then the task of
   * {@link #whenHandled} runs, as the last step: it may let another thread handle frames.
   */
  void resume() {
    synchronized (this) {
      paused = false;
      if (draining) {
        return;
      }
      draining = true;
    }
    for (Runnable frame = next(); frame != null; frame = next()) {
      frame.run();
    }
    Runnable task = endOfTurns();
    if (task != null) {
      task.run();
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

  /** The next frame; null if none may be handled now, and this thread handles no more. */
  private synchronized @Nullable Runnable next() {
    Waiting next = paused ? null : waiting.poll();
    if (next == null) {
      draining = false;
      return null;
    }
    size -= next.size();
    return next.frame();
  }

  private synchronized @Nullable Runnable endOfTurns() {
    if (paused || draining) {
      return null;
    }
    Runnable task = whenHandled;
    whenHandled = null;
    return task;
  }
}
