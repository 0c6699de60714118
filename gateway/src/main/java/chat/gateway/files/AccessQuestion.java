package chat.gateway.files;

import chat.contract.file.FileHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * The rooms that the upload service asks about before it serves a file.
 *
 * @param rooms a user who may read one of them may have the file
 * @param again delay before asking again if the user may read none; null not to ask again
 */
record AccessQuestion(List<String> rooms, @Nullable Duration again) {

  /** The question in a response's headers, if there is one. */
  static Optional<AccessQuestion> of(HttpFields headers) {
    String rooms = headers.get(FileHeaders.ROOMS);
    long again = headers.getLongField(FileHeaders.ASK_AGAIN);
    if (rooms == null && again < 0) {
      return Optional.empty();
    }
    List<String> names =
        rooms == null ? List.of() : Stream.of(rooms.split(",")).map(String::strip).toList();
    return Optional.of(new AccessQuestion(names, again < 0 ? null : Duration.ofMillis(again)));
  }
}
