package chat.simulation;

/** A process: calls to it wait while it is paused, and are lost when it is dead. */
final class Host {

  private final String name;
  private boolean alive = true;
  private boolean paused;

  Host(String name) {
    this.name = name;
  }

  boolean isAlive() {
    return alive;
  }

  boolean isRunning() {
    return alive && !paused;
  }

  boolean isPaused() {
    return paused;
  }

  void pause(boolean now) {
    paused = now;
  }

  void die() {
    alive = false;
  }

  @Override
  public String toString() {
    return name;
  }
}
