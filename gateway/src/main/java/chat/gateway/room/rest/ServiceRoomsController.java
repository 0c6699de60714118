package chat.gateway.room.rest;

import chat.contract.Author;
import chat.contract.event.Role;
import chat.contract.event.Visibility;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.json.DataField;
import chat.gateway.log.Deadlines;
import chat.gateway.queue.FairQueue;
import chat.gateway.queue.Requester;
import chat.gateway.room.Reading;
import chat.gateway.room.RoomAccess;
import chat.gateway.room.RoomDecisions.Settings;
import chat.gateway.room.ServiceRooms;
import chat.gateway.room.ServiceRooms.Outcome;
import chat.gateway.service.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** REST for services: rooms and their members. */
@RestController
@RequestMapping("/api/server/rooms/{room}")
class ServiceRoomsController {

  private static final int MAX_MEMBERS = 1000;

  /** Changes of members that run at a time, over all services, which take turns. */
  private static final int AT_ONCE = 64;

  private static final int OF_ONE_SERVICE = 32;
  private static final int MAX_WAITING = 100_000;
  private static final Duration TURN = Duration.ofSeconds(25);

  private final ServiceRooms rooms;
  private final RoomAccess access;
  private final Reading reading;
  private final FairQueue turns;

  ServiceRoomsController(
      ServiceRooms rooms, RoomAccess access, Reading reading, Deadlines deadlines) {
    this.rooms = rooms;
    this.access = access;
    this.reading = reading;
    this.turns = new FairQueue(AT_ONCE, OF_ONE_SERVICE, MAX_WAITING, TURN, deadlines);
  }

  record Wanted(
      @Nullable String name,
      @Nullable String visibility,
      @Nullable Integer slowModeSeconds,
      @Nullable JsonNode data,
      @Nullable String owner) {}

  record Addition(@Nullable String user, @Nullable String role) {}

  record Changes(@Nullable List<@Nullable Addition> add, @Nullable List<@Nullable String> remove) {}

  /** A member who was not added or removed. */
  record Failed(@Nullable String user, String code) {}

  /**
   * The result of changes of members.
   *
   * @param added number of users who became members or got another role
   * @param removed number of users who are no longer members
   */
  record Changed(int added, int removed, List<Failed> failed) {}

  @PutMapping
  CompletableFuture<ResponseEntity<RoomView.Room>> put(
      @AuthenticationPrincipal Service service,
      @PathVariable String room,
      @RequestBody Wanted body) {
    Visibility visibility = body.visibility == null ? null : Fields.visibility(body.visibility);
    Settings wanted =
        new Settings(
            Fields.name(body.name),
            visibility,
            Fields.slowMode(body.slowModeSeconds),
            DataField.readChange(body.data));
    return rooms
        .put(service.author(), Fields.room(room), body.owner, wanted)
        .exceptionallyCompose(error -> CompletableFuture.failedFuture(ofOwner(error, body)))
        .thenCompose(
            put ->
                reading
                    .last(room)
                    .thenApply(
                        last ->
                            ResponseEntity.status(
                                    put.created() ? HttpStatus.CREATED : HttpStatus.OK)
                                .body(RoomView.Room.of(put.room(), "", last))));
  }

  /** A room that is put is there: only its owner can be unknown. */
  private static Refusal ofOwner(Throwable error, Wanted body) {
    Refusal refusal = Refusal.from(error);
    return refusal.code() == ProblemCode.NOT_FOUND && body.owner != null
        ? Refusal.ofField(ProblemCode.NOT_FOUND, "owner", "no such user")
        : refusal;
  }

  @DeleteMapping
  CompletableFuture<ResponseEntity<Void>> delete(
      @AuthenticationPrincipal Service service, @PathVariable String room) {
    return rooms
        .delete(service.author(), Fields.room(room))
        .thenApply(done -> ResponseEntity.noContent().build());
  }

  @PostMapping("/members")
  CompletableFuture<Changed> members(
      @AuthenticationPrincipal Service service,
      @PathVariable String room,
      @RequestBody Changes body) {
    Author by = service.author();
    String name = Fields.room(room);
    List<@Nullable Addition> add = body.add == null ? List.of() : body.add;
    List<@Nullable String> remove = body.remove == null ? List.of() : body.remove;
    if (add.size() + remove.size() > MAX_MEMBERS) {
      throw Fields.wrong("add", "at most " + MAX_MEMBERS + " users in one call are expected");
    }
    return access.open(name).thenCompose(open -> change(by, name, add, remove));
  }

  @PutMapping("/mutes/{user}")
  CompletableFuture<ResponseEntity<Void>> mute(
      @AuthenticationPrincipal Service service,
      @PathVariable String room,
      @PathVariable String user,
      @RequestBody MembersController.Mute body) {
    return rooms
        .mute(
            service.author(),
            Fields.room(room),
            user,
            Fields.time(body.untilAt()),
            body.onlyExtends())
        .thenApply(done -> ResponseEntity.noContent().build());
  }

  private CompletableFuture<Changed> change(
      Author by, String room, List<@Nullable Addition> add, List<@Nullable String> remove) {
    Requester requester = Requester.of(by.id());
    Tally added = new Tally();
    Tally removed = new Tally();
    List<CompletableFuture<Void>> changes = new ArrayList<>();
    for (Addition one : add) {
      String user = one == null ? null : one.user;
      changes.add(added.count(user, turns.run(requester, () -> add(by, room, user, one))));
    }
    for (String user : remove) {
      changes.add(
          removed.count(
              user, turns.run(requester, () -> rooms.remove(by, room, String.valueOf(user)))));
    }
    return CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new))
        .thenApply(done -> added.and(removed));
  }

  private CompletableFuture<Outcome> add(
      Author by, String room, @Nullable String user, @Nullable Addition one) {
    String word = one == null ? null : one.role;
    Role role = word == null ? null : Fields.role(word);
    return rooms.add(by, room, String.valueOf(user), role);
  }

  /** Counts what was changed; guarded by this. */
  private static final class Tally {
    private int changed;
    private final List<Failed> failed = new ArrayList<>();

    CompletableFuture<Void> count(@Nullable String user, CompletableFuture<Outcome> change) {
      return change.handle(
          (done, error) -> {
            add(user, done, error);
            return null;
          });
    }

    private synchronized void add(
        @Nullable String user, @Nullable Outcome done, @Nullable Throwable error) {
      if (error != null) {
        failed.add(new Failed(user, Refusal.from(error).code().word()));
      } else if (done != null && done.changed()) {
        changed++;
      }
    }

    synchronized Changed and(Tally removed) {
      List<Failed> all = new ArrayList<>(failed);
      all.addAll(removed.failed);
      return new Changed(changed, removed.changed, all);
    }
  }
}
