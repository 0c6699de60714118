package chat.gateway.account;

import chat.contract.user.UserEvent;
import chat.contract.user.UserEventCodec;
import chat.gateway.account.events.Revocations;
import chat.gateway.account.events.UserLog;
import chat.gateway.account.signin.InMemoryFamilyTable;
import chat.sockets.fanout.UserConnections;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The effects of changes of accounts, all in memory. */
public final class AccountStream {

  final AccountTables accounts;
  final InMemoryFamilyTable families;
  final InMemoryNameIndex names = new InMemoryNameIndex();
  final InMemoryPendingChanges pending = new InMemoryPendingChanges();
  final Rooms rooms = new Rooms();
  final Revocations revocations;
  public final AccountChanges changes;
  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());

  public AccountStream(AccountTables accounts, InMemoryFamilyTable families, InstantSource clock) {
    this.accounts = accounts;
    this.families = families;
    this.revocations =
        new Revocations(
            new UserConnections(), clock, clock, Duration.ofMinutes(11), Duration.ofMinutes(11));
    this.changes =
        new AccountChanges(
            pending,
            accounts,
            families,
            names,
            revocations,
            new UserLog(producer),
            rooms,
            1000,
            new TimeOrderedIds(clock, new SecureRandom()),
            clock);
  }

  /** The rooms that erased accounts leave, in rounds. */
  static final class Rooms implements MembershipRemoval {
    final List<String> asked = new ArrayList<>();
    boolean failing;
    boolean throwing;
    int left;

    @Override
    public CompletableFuture<Boolean> leaveRooms(String user, Runnable progress) {
      asked.add(user);
      if (throwing) {
        throw new IllegalStateException("planted");
      }
      if (failing) {
        return CompletableFuture.failedFuture(new IllegalStateException("planted"));
      }
      boolean isNothingLeft = left == 0;
      left = 0;
      return CompletableFuture.completedFuture(isNothingLeft);
    }
  }

  static AccountChanges over(InMemoryAccountTables accounts, InstantSource clock) {
    return new AccountStream(accounts, new InMemoryFamilyTable(), clock).changes;
  }

  /** Makes the log refuse or accept appends from now on. */
  void breakLog(boolean broken) {
    producer.sendException = broken ? new KafkaException("down") : null;
  }

  /** The events in the stream after all waiting tasks have run. */
  List<UserEvent> told() {
    changes.runWaiting();
    return producer.history().stream()
        .map(record -> UserEventCodec.decode(record.value()))
        .toList();
  }
}
