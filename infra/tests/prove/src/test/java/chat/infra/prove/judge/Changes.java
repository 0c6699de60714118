package chat.infra.prove.judge;

import chat.infra.prove.history.Entry;
import chat.infra.prove.history.Kind;
import chat.infra.prove.history.MessageId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Changes of a history that many lies have in common. */
final class Changes {

  /** The client whose entries are changed. */
  static final int READER = 0;

  private Changes() {}

  static void move(List<Entry> all, Kind kind) {
    change(all, e -> e.kind() == kind, e -> entry(e, e.seq() + 1, e.prev(), e.id()));
  }

  static void drop(List<Entry> all, Kind kind, int index) {
    all.remove(of(all, kind).toList().get(index));
  }

  static void again(List<Entry> all, Kind kind) {
    Entry twice = one(all, e -> e.kind() == kind && e.client() == READER);
    all.add(all.indexOf(twice) + 1, twice);
  }

  static void swap(List<Entry> all, Kind kind) {
    List<Entry> two = of(all, kind).filter(e -> e.room() == 0).limit(2).toList();
    int first = all.indexOf(two.get(0));
    int second = all.indexOf(two.get(1));
    all.set(first, two.get(1));
    all.set(second, two.get(0));
  }

  static void other(List<Entry> all, Kind kind) {
    change(
        all,
        e -> e.kind() == kind && e.id() != 0,
        e -> entry(e, e.seq(), e.prev(), MessageId.of(1, 900)));
  }

  static void alter(List<Entry> all, Kind kind) {
    change(
        all,
        e -> e.kind() == kind && e.id() != 0,
        e -> entry(e, e.seq(), e.prev(), MessageId.ALTERED));
  }

  static Stream<Entry> of(List<Entry> all, Kind kind) {
    return List.copyOf(all).stream().filter(e -> e.kind() == kind && e.client() == READER);
  }

  static Entry one(List<Entry> all, Predicate<Entry> wanted) {
    return all.stream().filter(wanted).findFirst().orElseThrow();
  }

  static Entry last(List<Entry> all, Predicate<Entry> wanted) {
    List<Entry> found = new ArrayList<>(all.stream().filter(wanted).toList());
    return found.get(found.size() - 1);
  }

  static void change(List<Entry> all, Predicate<Entry> which, UnaryOperator<Entry> to) {
    int index =
        IntStream.range(0, all.size())
            .filter(i -> which.test(all.get(i)))
            .findFirst()
            .orElseThrow();
    all.set(index, to.apply(all.get(index)));
  }

  static Entry entry(Entry of, long seq, long prev, long id) {
    return new Entry(of.micros(), of.kind(), of.client(), of.socket(), of.room(), seq, prev, id);
  }

  static Entry at(Kind kind, int client, int room, long seq) {
    return new Entry(1_000_000, kind, client, 1, room, seq, -1, -1);
  }
}
