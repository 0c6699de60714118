package chat.gateway.bulk;

import static chat.edge.problem.ProblemCode.INVALID_REQUEST;
import static chat.edge.problem.ProblemCode.NOT_FOUND;
import static chat.edge.problem.ProblemCode.UNAVAILABLE;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Role;
import chat.contract.log.ErasedUsers;
import chat.edge.problem.Refusal;
import chat.gateway.account.Account;
import chat.gateway.account.ServiceAccounts;
import chat.gateway.account.ServiceProfile;
import chat.gateway.json.DataField;
import chat.gateway.message.ClientOrder;
import chat.gateway.message.Messages;
import chat.gateway.message.SendRequest;
import chat.gateway.message.SendRules;
import chat.gateway.message.Sent;
import chat.gateway.room.People;
import chat.gateway.room.RoomDecisions.Settings;
import chat.gateway.room.ServiceRooms;
import chat.gateway.room.ServiceRooms.Outcome;
import chat.gateway.room.rest.Fields;
import chat.gateway.session.ClientFrame;
import chat.gateway.session.ClientFrames;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Carries out the lines of one import by the rules of services. The lines of a room take effect in
 * their order: messages overlap, and each other line has its room to itself. A line that names a
 * user waits for an earlier line that creates the user. Used by one thread.
 */
final class ServiceImport implements ImportSteps {

  /** Longer than any line takes. */
  private static final Duration STUCK = Duration.ofMinutes(2);

  /**
   * The pauses after which a line is tried again when a dependency does not answer: 16 s in all.
   */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private static final int TRIES = 7;

  /** The clocks of others may be ahead by so much. */
  private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

  private final Author service;
  private final Parts parts;
  private final KnownAuthors authors;
  private final ClientOrder order = new ClientOrder(ImportRun.IN_FLIGHT);
  private final Map<String, CompletableFuture<Boolean>> users = new ConcurrentHashMap<>();

  /**
   * What all imports use.
   *
   * @param blocking runs calls about users, which block
   */
  record Parts(
      ClientFrames frames,
      ServiceAccounts accounts,
      ServiceRooms rooms,
      Messages messages,
      People people,
      ErasedUsers erased,
      Executor blocking,
      InstantSource clock) {}

  ServiceImport(Author service, Parts parts) {
    this.service = service;
    this.parts = parts;
    this.authors = new KnownAuthors(parts.people, parts.erased);
  }

  @Override
  public CompletableFuture<Boolean> begin(byte[] line) {
    ClientFrame fields = parts.frames.read(decoded(line));
    if (fields == null) {
      throw Refusal.of(INVALID_REQUEST, "a JSON object with a type is expected");
    }
    return switch (fields.type()) {
      case "user" -> user(fields);
      case "room" -> room(fields);
      case "member" -> member(fields);
      case "message" -> message(fields);
      default -> throw Fields.wrong("type", "user, room, member or message is expected");
    };
  }

  private static String decoded(byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.of(INVALID_REQUEST, "a line is UTF-8");
    }
  }

  private CompletableFuture<Boolean> user(ClientFrame fields) {
    String id = fields.text("id");
    String name = fields.optionalText("name");
    String email = fields.optionalText("email");
    ApplicationData data = DataField.read(fields.field(ApplicationData.FIELD));
    ServiceProfile said = ServiceProfile.of(fields.optionalText("username"), name, email, data);
    awaitUser(id);
    CompletableFuture<Boolean> put =
        retrying(
            () ->
                CompletableFuture.supplyAsync(
                    () ->
                        parts
                            .accounts
                            .put(id, present -> present == null ? said : known(present))
                            .changed(),
                    parts.blocking));
    users.put(id, put);
    return put.whenComplete((done, error) -> users.remove(id, put));
  }

  /** A user that is there stays as it is: it may have changed since the lines were written. */
  private static ServiceProfile known(Account present) {
    return new ServiceProfile(present.username(), present.name(), present.email(), present.data());
  }

  private CompletableFuture<Boolean> room(ClientFrame fields) {
    String room = fields.room();
    String word = fields.optionalText("visibility");
    Long slow = fields.optionalSeq("slowModeSeconds");
    Settings wanted =
        new Settings(
            Fields.name(fields.optionalText("name")),
            word == null ? null : Fields.visibility(word),
            Fields.slowMode(slow == null ? null : (int) Math.min(slow, Integer.MAX_VALUE)),
            DataField.readChange(fields.field("data")));
    String owner = fields.optionalText("owner");
    if (owner != null) {
      awaitUser(owner);
    }
    return alone(
        room, () -> parts.rooms.create(service, room, owner, wanted).thenApply(Outcome::changed));
  }

  private CompletableFuture<Boolean> member(ClientFrame fields) {
    String room = fields.room();
    String user = fields.text("user");
    String word = fields.optionalText("role");
    Role role = word == null ? Role.MEMBER : Fields.role(word);
    awaitUser(user);
    return alone(
        room, () -> parts.rooms.join(service, room, user, role).thenApply(Outcome::changed));
  }

  private CompletableFuture<Boolean> alone(String room, Supplier<CompletableFuture<Boolean>> step) {
    return order.run(room, () -> retrying(step));
  }

  private CompletableFuture<Boolean> message(ClientFrame fields) {
    SendRequest request =
        SendRequest.of(
            fields.room(),
            fields.text("id"),
            fields.optionalText("content"),
            null,
            null,
            fields.field("data"),
            true);
    long at = fields.seq("at");
    if (at > parts.clock.millis() + CLOCK_SKEW.toMillis()) {
      throw Fields.wrong("at", "a time in the past, in milliseconds, is expected");
    }
    String user = fields.text("user");
    awaitUser(user);
    Author author = author(user);
    SendRules rules = SendRules.imported(at);
    return retrying(
        () ->
            parts
                .messages
                .send(author, request, order, rules)
                .thenApply(Sent::first)
                .toCompletableFuture());
  }

  /** Waits for an earlier line about a user; whether it was successful is found out later. */
  private void awaitUser(String id) {
    CompletableFuture<Boolean> earlier = users.get(id);
    if (earlier != null) {
      Boolean unused = done(earlier.exceptionally(error -> false));
    }
  }

  private Author author(String id) {
    Author author =
        done(retrying(() -> authors.find(id)).exceptionallyCompose(ServiceImport::noAuthor));
    authors.add(author);
    return author;
  }

  private static CompletableFuture<Author> noAuthor(Throwable error) {
    Refusal refusal = Refusal.from(error);
    return CompletableFuture.failedFuture(
        refusal.code() == NOT_FOUND ? Refusal.ofField(NOT_FOUND, "user", "no such user") : refusal);
  }

  private static <T> T done(CompletableFuture<T> future) {
    try {
      return future.get(STUCK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw Refusal.from(Objects.requireNonNullElse(e.getCause(), e));
    } catch (TimeoutException e) {
      throw Refusal.from(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.from(e);
    }
  }

  /** Tries again what may be done or not; each step finds what an earlier try did. */
  private static <T> CompletableFuture<T> retrying(Supplier<CompletableFuture<T>> step) {
    return attempt(step, TRIES, FIRST_PAUSE);
  }

  private static <T> CompletableFuture<T> attempt(
      Supplier<CompletableFuture<T>> step, int tries, Duration pause) {
    CompletableFuture<T> outcome;
    try {
      outcome = step.get();
    } catch (RuntimeException e) {
      outcome = CompletableFuture.failedFuture(e);
    }
    return outcome.exceptionallyCompose(
        error ->
            tries > 1 && Refusal.codeOf(error) == UNAVAILABLE
                ? CompletableFuture.runAsync(() -> {}, later(pause))
                    .thenCompose(done -> attempt(step, tries - 1, pause.multipliedBy(2)))
                : CompletableFuture.failedFuture(error));
  }

  private static Executor later(Duration pause) {
    return CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS);
  }
}
