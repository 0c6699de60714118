package chat.gateway.files;

import chat.contract.FileHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/**
 * What the upload service wants to know before a file can be had.
 *
 * @param rooms who may read one of them may have the file
 * @param again after which time to ask again, if the user may read none; null: not again
 */
record Question(List<String> rooms, @Nullable Duration again) {

  /** The question that an answer's headers hold, if they hold one. */
  static Optional<Question> of(HttpFields headers) {
    String rooms = headers.get(FileHeaders.ROOMS);
    long again = headers.getLongField(FileHeaders.ASK_AGAIN);
    if (rooms == null && again < 0) {
      return Optional.empty();
    }
    List<String> names =
        rooms == null ? List.of() : Stream.of(rooms.split(",")).map(String::strip).toList();
    return Optional.of(new Question(names, again < 0 ? null : Duration.ofMillis(again)));
  }
}
