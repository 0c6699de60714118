package chat.gateway.account;

import java.util.List;

/** Where changes are kept from before they are made until they are told of. */
interface PendingChanges {

  /** Adds one. Fails if that is not sure. */
  void add(Change change);

  /** Takes one out. May fail without harm: it is found and carried out again. */
  void remove(Change change);

  /** All that are there; of very many, some. */
  List<Change> all();
}
