package chat.infra.description;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The description of the sockets' frames in {@code docs/asyncapi.yaml}. */
public final class SocketDescription {

  private static final String MESSAGES = "/components/messages";

  private final Document document = Document.of("asyncapi.yaml");
  private final Set<String> serverTypes = types("server.");

  /** The types of frames that clients send. */
  public Set<String> clientTypes() {
    return types("client.");
  }

  /** The types of frames that the server sends. */
  public Set<String> serverTypes() {
    return serverTypes;
  }

  /** The errors of a frame that the server sent; its type may be unknown. */
  public List<String> errors(JsonNode frame) {
    String type = frame.path("type").asString("");
    return serverTypes.contains(type)
        ? document.errors(MESSAGES + Document.step("server." + type) + "/payload", frame)
        : List.of("undocumented frame: " + frame);
  }

  /** The errors of the examples. */
  public List<String> errorsOfExamples() {
    return document.at(MESSAGES).propertyNames().stream()
        .flatMap(
            name ->
                document
                    .at(MESSAGES + Document.step(name))
                    .path("examples")
                    .valueStream()
                    .flatMap(
                        example ->
                            document
                                .errors(
                                    MESSAGES + Document.step(name) + "/payload",
                                    example.path("payload"))
                                .stream()
                                .map(error -> name + ": " + error)))
        .toList();
  }

  private Set<String> types(String side) {
    Set<String> types = new TreeSet<>();
    document.at(MESSAGES).propertyNames().stream()
        .filter(name -> name.startsWith(side))
        .forEach(name -> types.add(name.substring(side.length())));
    return types;
  }
}
