package chat.gateway.files;

import chat.contract.file.FileHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The check of access that the upload service demands before a file is served: its rooms.
 *
 * @param rooms a user who may read one of them may have the file
 * @param again delay before asking again if the user may read none; null not to ask again
 */
record AccessCheck(List<String> rooms, @Nullable Duration again) {

  /** The check in a response's headers, if there is one. */
  static Optional<AccessCheck> of(HttpFields headers) {
    String rooms = headers.get(FileHeaders.ROOMS);
    long again = headers.getLongField(FileHeaders.ASK_AGAIN);
    if (rooms == null && again < 0) {
      return Optional.empty();
    }
    List<String> names =
        rooms == null ? List.of() : Stream.of(rooms.split(",")).map(String::strip).toList();
    return Optional.of(new AccessCheck(names, again < 0 ? null : Duration.ofMillis(again)));
  }
}
