package chat.bench.presence;

import java.util.List;

/** A way to track which users are online. */
interface Contender {

  /** Its name. */
  String name();

  /** Users come online. */
  void connect(List<Integer> people);

  /** Users go offline. */
  void disconnect(List<Integer> people);

  /** Performs the work that is due by time; called many times a second. */
  void pass();
}
