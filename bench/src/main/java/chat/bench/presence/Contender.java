package chat.bench.presence;

import java.util.List;

/** A way to know who is there. */
interface Contender {

  /** What it is called. */
  String name();

  /** These people come. */
  void connect(List<Integer> people);

  /** These people go. */
  void disconnect(List<Integer> people);

  /** What time brings; many times a second. */
  void pass();
}
