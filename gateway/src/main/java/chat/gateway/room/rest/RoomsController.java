package chat.gateway.room.rest;

import chat.contract.ApplicationData;
import chat.contract.Author;
import chat.contract.event.Visibility;
import chat.gateway.account.token.SignedIn;
import chat.gateway.inbox.InboxPage;
import chat.gateway.inbox.RoomLists;
import chat.gateway.json.DataField;
import chat.gateway.queue.Requester;
import chat.gateway.room.Access;
import chat.gateway.room.People;
import chat.gateway.room.Reading;
import chat.gateway.room.RoomCommands;
import chat.gateway.room.RoomDecisions;
import chat.gateway.room.RoomDecisions.Settings;
import chat.gateway.room.RoomNames;
import chat.gateway.room.RoomState;
import chat.gateway.room.RoomStates;
import chat.gateway.room.Rooms;
import chat.gateway.room.rest.RoomView.PublicPage;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** REST: rooms. */
@RestController
@RequestMapping("/api/rooms")
class RoomsController {

  private static final int MAX_PAGE = 100;

  private final Rooms rooms;
  private final RoomCommands commands;
  private final RoomDecisions decisions;
  private final RoomLists lists;
  private final RoomStates tables;
  private final People people;
  private final Reading reading;
  private final SecureRandom random = new SecureRandom();

  RoomsController(
      Rooms rooms,
      RoomCommands commands,
      RoomDecisions decisions,
      RoomLists lists,
      RoomStates tables,
      People people,
      Reading reading) {
    this.rooms = rooms;
    this.commands = commands;
    this.decisions = decisions;
    this.lists = lists;
    this.tables = tables;
    this.people = people;
    this.reading = reading;
  }

  record NewRoom(
      @Nullable String room,
      @Nullable String name,
      @Nullable String visibility,
      @Nullable String direct,
      @Nullable JsonNode data) {}

  record RoomPatch(
      @Nullable String name,
      @Nullable String visibility,
      @Nullable Integer slowModeSeconds,
      @Nullable JsonNode data) {}

  record Marker(@Nullable Long seq) {}

  @GetMapping(params = "!public")
  CompletableFuture<InboxPage> mine(
      @AuthenticationPrincipal SignedIn reader,
      @RequestParam(defaultValue = "100") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return lists.mine(reader.getName(), Fields.limit(limit, RoomLists.MAX_PAGE), cursor);
  }

  @GetMapping(params = "public")
  CompletableFuture<PublicPage> search(
      @RequestParam(defaultValue = "") String query,
      @RequestParam(defaultValue = "20") int limit,
      @RequestParam(defaultValue = "") String cursor) {
    int max = Fields.limit(limit, MAX_PAGE);
    return tables
        .search(query.toLowerCase(Locale.ROOT), cursor, max + 1)
        .thenApply(
            found -> {
              List<RoomStates.PublicRoom> page = found.subList(0, Math.min(max, found.size()));
              return new PublicPage(page, found.size() > max ? page.get(max - 1).room() : null);
            })
        .toCompletableFuture();
  }

  @PostMapping
  CompletableFuture<ResponseEntity<RoomView.Room>> create(
      @AuthenticationPrincipal SignedIn owner, @RequestBody NewRoom body) {
    return body.direct == null
        ? create(owner.user(), body)
        : direct(owner.user(), body.direct, DataField.read(body.data));
  }

  @GetMapping("/{room}")
  CompletableFuture<RoomView.Room> get(
      @AuthenticationPrincipal SignedIn reader, @PathVariable String room) {
    return rooms
        .upToDate(Fields.room(room), Requester.of(reader.getName()))
        .thenCompose(
            state -> {
              Access.read(state, reader.getName());
              return view(state, reader.getName());
            });
  }

  @PatchMapping("/{room}")
  CompletableFuture<RoomView.Room> change(
      @AuthenticationPrincipal SignedIn owner,
      @PathVariable String room,
      @RequestBody RoomPatch body) {
    Visibility visibility = body.visibility == null ? null : Fields.visibility(body.visibility);
    Settings wanted =
        new Settings(
            Fields.name(body.name),
            visibility,
            Fields.slowMode(body.slowModeSeconds),
            DataField.readChange(body.data));
    return commands
        .change(
            Fields.room(room),
            Requester.of(owner.getName()),
            decisions.change(owner.user(), wanted))
        .thenCompose(state -> view(state, owner.getName()));
  }

  @DeleteMapping("/{room}")
  CompletableFuture<ResponseEntity<Void>> delete(
      @AuthenticationPrincipal SignedIn owner, @PathVariable String room) {
    return commands
        .change(Fields.room(room), Requester.of(owner.getName()), decisions.delete(owner.user()))
        .thenApply(state -> ResponseEntity.noContent().build());
  }

  @PutMapping("/{room}/read")
  CompletableFuture<ResponseEntity<Void>> read(
      @AuthenticationPrincipal SignedIn reader,
      @PathVariable String room,
      @RequestBody Marker body) {
    return reading
        .upTo(reader.user(), Fields.room(room), Fields.seq(body.seq))
        .thenApply(done -> ResponseEntity.noContent().build());
  }

  private CompletableFuture<ResponseEntity<RoomView.Room>> create(Author owner, NewRoom body) {
    Visibility visibility = Fields.visibility(body.visibility);
    String room =
        body.room == null && visibility == Visibility.PRIVATE
            ? RoomNames.generated(random)
            : Fields.newRoom(body.room);
    String name = Objects.requireNonNullElse(Fields.name(body.name), room);
    ApplicationData data = DataField.read(body.data);
    return commands
        .change(room, Requester.of(owner.id()), decisions.create(owner, name, visibility, data))
        .thenCompose(state -> view(state, owner.id()))
        .thenApply(view -> ResponseEntity.status(HttpStatus.CREATED).body(view));
  }

  private CompletableFuture<ResponseEntity<RoomView.Room>> direct(
      Author one, String otherId, @Nullable ApplicationData data) {
    if (one.id().equals(otherId)) {
      throw Fields.wrong("direct", "another user is expected");
    }
    return people
        .find(otherId)
        .thenCompose(
            other -> {
              String room = RoomNames.direct(one, other);
              return rooms
                  .upToDate(room, Requester.of(one.id()))
                  .thenApply(RoomState::exists)
                  .thenCompose(
                      there ->
                          commands
                              .change(
                                  room, Requester.of(one.id()), decisions.direct(one, other, data))
                              .thenCompose(state -> view(state, one.id()))
                              .thenApply(
                                  view ->
                                      ResponseEntity.status(
                                              there ? HttpStatus.OK : HttpStatus.CREATED)
                                          .body(view)));
            });
  }

  private CompletableFuture<RoomView.Room> view(RoomState state, String reader) {
    return reading.last(state.room()).thenApply(last -> RoomView.Room.of(state, reader, last));
  }
}
