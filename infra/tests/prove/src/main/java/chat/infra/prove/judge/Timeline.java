package chat.infra.prove.judge;

import chat.infra.prove.history.Cast;
import chat.infra.prove.history.Entry;
import chat.infra.prove.judge.Verdict.FaultFigures;
import chat.infra.prove.judge.Verdict.Second;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures what clients noticed: how long acks took, how long clients were silent, and how long
 * they were away. A fault's window goes from its begin to the next fault's, or to the load's end.
 */
final class Timeline implements Check {

  private static final long SECOND = 1_000_000;
  private static final long NEVER = -1;

  private static final class Window {
    private final String name;
    private final long began;
    private long ended;
    private final Durations acks = new Durations();
    private final Durations backs = new Durations();
    private final Map<Integer, Long> silences = new HashMap<>();

    Window(String name, long began) {
      this.name = name;
      this.began = began;
      this.ended = began;
    }
  }

  private static final class Tick {
    private final Durations acks = new Durations();
    private long silence;
    private int connected;
  }

  private final List<String> faults;
  private final List<Window> windows = new ArrayList<>();
  private final Map<Long, Window> byFault = new HashMap<>();
  private final List<Tick> ticks = new ArrayList<>();
  private final Map<Long, Long> sentAt = new HashMap<>();
  private final Map<Integer, Long> shownAt = new HashMap<>();
  private final Map<Integer, Long> closedAt = new HashMap<>();
  private final Set<Integer> connected = new HashSet<>();
  private final Set<Integer> readers = new HashSet<>();
  private long loadEnded = NEVER;

  Timeline(Cast cast, List<String> faults) {
    this.faults = faults;
    for (int client = 0; client < cast.userOf().size(); client++) {
      int user = cast.userOf().get(client);
      if (cast.rooms().stream().anyMatch(room -> room.members().contains(user))) {
        readers.add(client);
      }
    }
  }

  @Override
  public void accept(Entry entry) {
    tick(entry.micros()).connected = connected.size();
    switch (entry.kind()) {
      case FAULT_BEGAN -> {
        Window window = new Window(faults.get((int) entry.id()), entry.micros());
        windows.add(window);
        byFault.put(entry.id(), window);
      }
      case FAULT_ENDED -> {
        Window window = byFault.get(entry.id());
        if (window != null) {
          window.ended = entry.micros();
        }
      }
      case SENT -> sent(entry);
      case ACKED -> acked(entry);
      case SHOWN -> shown(entry.client(), entry.micros());
      case CONNECTED -> connected.add(entry.client());
      case CLOSED -> closed(entry);
      case JOINED -> joined(entry);
      case LOAD_ENDED -> {
        shownAt.keySet().stream().sorted().toList().forEach(c -> shown(c, entry.micros()));
        loadEnded = entry.micros();
      }
      default -> {}
    }
  }

  private Tick tick(long micros) {
    int second = (int) (micros / SECOND);
    while (ticks.size() <= second) {
      ticks.add(new Tick());
    }
    return ticks.get(second);
  }

  private void sent(Entry entry) {
    if (windows.isEmpty()) {
      windows.add(new Window("before the faults", entry.micros()));
    }
    sentAt.putIfAbsent(entry.id(), entry.micros());
  }

  private void acked(Entry entry) {
    Long sent = sentAt.remove(entry.id());
    if (sent == null) {
      return;
    }
    long took = entry.micros() - sent;
    tick(entry.micros()).acks.add(took);
    for (int i = windows.size() - 1; i >= 0; i--) {
      if (windows.get(i).began <= sent) {
        windows.get(i).acks.add(took);
        return;
      }
    }
  }

  private void shown(int client, long now) {
    if (loadEnded != NEVER || !readers.contains(client)) {
      return;
    }
    Long before = shownAt.put(client, now);
    if (before != null) {
      silent(client, before, now);
    }
  }

  private void silent(int client, long from, long to) {
    for (int i = windows.size() - 1; i >= 0; i--) {
      windows.get(i).silences.merge(client, to - from, Math::max);
      if (windows.get(i).began <= from) {
        break;
      }
    }
    for (long at = from; at < to; at += SECOND) {
      Tick tick = tick(Math.min(at + SECOND, to));
      tick.silence = Math.max(tick.silence, Math.min(at + SECOND, to) - from);
    }
  }

  private void closed(Entry entry) {
    if (connected.remove(entry.client())) {
      closedAt.put(entry.client(), entry.micros());
    }
  }

  private void joined(Entry entry) {
    Long since = closedAt.remove(entry.client());
    if (since != null && !windows.isEmpty() && loadEnded == NEVER) {
      windows.get(windows.size() - 1).backs.add(entry.micros() - since);
    }
  }

  List<FaultFigures> faults() {
    return windows.stream().map(Timeline::figures).toList();
  }

  private static FaultFigures figures(Window window) {
    long[] silences = window.silences.values().stream().mapToLong(Long::longValue).toArray();
    return new FaultFigures(
        window.name,
        window.began / 1000,
        window.ended / 1000,
        Percentiles.of(silences).inMillis(),
        window.acks.percentiles().inMillis(),
        window.backs.percentiles().inMillis());
  }

  List<Second> seconds() {
    return ticks.stream()
        .map(
            tick ->
                new Second(
                    tick.acks.size(),
                    tick.acks.percentiles().inMillis().p99(),
                    tick.silence / 1000,
                    tick.connected))
        .toList();
  }
}
