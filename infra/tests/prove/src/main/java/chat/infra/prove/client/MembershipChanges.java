package chat.infra.prove.client;

import chat.infra.prove.history.Kind;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets guests into private rooms and out again, as the rooms' owners do, while a stranger asks for
 * these rooms in every way.
 */
public final class MembershipChanges implements AutoCloseable {

  private static final Duration INSIDE = Duration.ofMillis(1500);
  private static final Duration OUTSIDE = Duration.ofMillis(700);
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Participants participants;
  private final Devices devices;
  private final Thread thread = new Thread(this::run, "membership-changes");
  private volatile boolean isGoing = true;

  /** Changes that stay as they are until {@link #begin}. */
  public MembershipChanges(Participants participants, Devices devices) {
    this.participants = participants;
    this.devices = devices;
    thread.setDaemon(true);
  }

  /** Begins. */
  public void begin() {
    thread.start();
  }

  private void run() {
    try {
      while (isGoing) {
        for (int room : participants.guests().keySet()) {
          add(room);
        }
        trespass();
        pause(INSIDE);
        for (int room : participants.guests().keySet()) {
          call(room, "DELETE");
        }
        trespass();
        pause(OUTSIDE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pause(Duration time) throws InterruptedException {
    if (isGoing) {
      TimeUnit.MILLISECONDS.sleep(time.toMillis());
    }
  }

  private void add(int room) throws InterruptedException {
    int guest = guest(room);
    record(Kind.ADDING, participants.cast().userOf().get(guest), room, 0);
    Changed changed = call(room, "PUT");
    if (changed.isDone()) {
      Device device = devices.device(guest);
      device.executor().execute(() -> device.join(room));
    } else if (changed.isRefused()) {
      record(Kind.NOT_ADDED, participants.cast().userOf().get(guest), room, changed.status());
    }
  }

  /** The client of the guest of a room. */
  private int guest(int room) {
    return participants.guests().getOrDefault(room, participants.stranger());
  }

  /**
   * The end of the calls for one change.
   *
   * @param status of the last one
   * @param isUnknown whether an earlier one has no known outcome
   */
  private record Changed(int status, boolean isUnknown) {
    boolean isDone() {
      return status >= Calls.OK && status < 300;
    }

    /** Whether nothing was changed for certain. */
    boolean isRefused() {
      return status >= 400 && status < 500 && !isUnknown;
    }
  }

  /** Changes the guest's membership, again and again until it is known to be changed. */
  private Changed call(int room, String method) throws InterruptedException {
    int owner = participants.owners().get(room);
    String user = participants.ids().get(participants.cast().userOf().get(guest(room)));
    String path = "/api/rooms/" + name(room) + "/members/" + user;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Calls.Answer answer = Calls.Answer.NONE;
    boolean isUnknown = false;
    for (int at = 0; at == 0 || (isGoing && System.nanoTime() < deadline); at++) {
      Map<String, ?> body = method.equals("PUT") ? Map.of() : null;
      answer =
          devices
              .shared()
              .calls()
              .begin(gateway(at), participants.tokens().get(owner), method, path, body)
              .join();
      if (!answer.isTemporary()) {
        return new Changed(answer.status(), isUnknown);
      }
      isUnknown = true;
      TimeUnit.MILLISECONDS.sleep(OUTSIDE.toMillis());
    }
    return new Changed(answer.status(), true);
  }

  private void trespass() {
    Device stranger = devices.device(participants.stranger());
    for (int room : participants.guests().keySet()) {
      stranger.executor().execute(() -> stranger.trespass(room));
      probe(room, "GET", "/api/rooms/" + name(room) + "/events?after=0", null);
      probe(room, "GET", "/api/messages?room=" + name(room), null);
      probe(room, "GET", "/api/rooms/" + name(room), null);
      probe(room, "POST", "/api/messages", Map.of("room", name(room), "content", "knock"));
    }
  }

  private void probe(int room, String method, String path, @Nullable Map<String, ?> body) {
    var unused =
        devices
            .shared()
            .calls()
            .begin(gateway(room), participants.token(participants.stranger()), method, path, body)
            .thenAccept(
                answer -> record(Kind.PROBED, participants.stranger(), room, answer.status()));
  }

  private URI gateway(int at) {
    List<URI> gateways = devices.shared().gateways();
    return gateways.get(at % gateways.size());
  }

  private String name(int room) {
    return participants.cast().rooms().get(room).name();
  }

  private void record(Kind kind, int client, int room, long seq) {
    devices.shared().recorder().add(kind, client, 0, room, seq, 0, 0);
  }

  /** Ends it, after the change that is under way. */
  @Override
  public void close() {
    isGoing = false;
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
