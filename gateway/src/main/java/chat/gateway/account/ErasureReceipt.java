package chat.gateway.account;

import chat.contract.log.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens to all data about an erased user.
 *
 * @param user the account's id, the only data that stays, so that late data can be recognised as of
 *     an erased account
 * @param erasedAt when, in milliseconds since the epoch UTC
 * @param items one item per place
 */
record ErasureReceipt(String user, long erasedAt, List<Item> items) {

  private static final Duration MESSAGE_IDS = Duration.ofDays(7);

  /**
   * The data in one place.
   *
   * @param where a table, a topic or a store
   * @param status {@code erased}: it is deleted; {@code following}: it is deleted when the place
   *     learns of the erasure; {@code expiring}: it can't be deleted singly and expires
   * @param untilAt when the last of it expires, in milliseconds since the epoch UTC, if known
   */
  record Item(String what, String where, String status, @Nullable Long untilAt) {}

  /**
   * The receipt for an account that was erased at a time.
   *
   * @param signIns the longest time that the row of a sign-in outlives its last use
   */
  static ErasureReceipt of(String user, Instant at, Duration signIns) {
    List<Item> items = new ArrayList<>();
    items.add(erased("email, username, password, display name, avatar", "table users"));
    items.add(erased("email", "table user_by_email"));
    items.add(erased("username", "tables user_by_name, user_names"));
    items.add(erased("access tokens and connections", "gateways"));
    items.add(following("author and text of messages", "message history"));
    items.add(following("files", "object store, table files"));
    items.add(following("username in lists of bans", "table room_bans"));
    items.add(following("name, last seen", Topic.PRESENCE));
    items.add(expiring("hashes of refresh tokens", "table refresh_families", at.plus(signIns)));
    items.add(
        expiring("ids of messages", "tables room_message_ids, message_ids", at.plus(MESSAGE_IDS)));
    items.add(
        new Item(
            "ids of imported messages, without text", "table room_message_ids", "expiring", null));
    items.add(
        expiring("earlier states of the profile", Topic.USERS, at.plus(Topic.COMPACTION_LAG)));
    for (Topic topic : Topic.ALL) {
      if (!topic.compacted()) {
        items.add(
            expiring("records by or about the user", topic.name(), at.plus(topic.retention())));
      }
    }
    return new ErasureReceipt(user, at.toEpochMilli(), List.copyOf(items));
  }

  private static Item erased(String what, String where) {
    return new Item(what, where, "erased", null);
  }

  private static Item following(String what, String where) {
    return new Item(what, where, "following", null);
  }

  private static Item expiring(String what, String where, Instant until) {
    return new Item(what, where, "expiring", until.toEpochMilli());
  }
}
