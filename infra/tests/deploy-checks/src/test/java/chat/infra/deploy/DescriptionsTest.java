package chat.infra.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import chat.contract.file.FileHeaders;
import chat.infra.description.ProjectFiles;
import chat.infra.description.RestDescription;
import chat.infra.description.SocketDescription;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The documents of the contract, held against the code and against themselves. */
class DescriptionsTest {

  private static final Pattern FRAME = Pattern.compile("(?:case|,) \"[a-z]+\"");

  private final RestDescription rest = new RestDescription();
  private final SocketDescription sockets = new SocketDescription();

  @Test
  void the_calls_that_are_documented_are_those_that_there_are() throws ClassNotFoundException {
    Set<String> calls = new TreeSet<>();
    var controllers = new ClassPathScanningCandidateComponentProvider(false);
    controllers.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
    for (String module : List.of("chat.gateway", "chat.upload")) {
      for (var found : controllers.findCandidateComponents(module)) {
        Class<?> controller = Class.forName(found.getBeanClassName());
        Stream.of(controller.getDeclaredMethods())
            .flatMap(method -> calls(controller, method))
            .forEach(calls::add);
      }
    }

    assertThat(withoutNames(rest.calls())).isEqualTo(withoutNames(calls));
  }

  @Test
  void the_frames_that_clients_may_send_are_those_that_are_understood() {
    String session =
        ProjectFiles.text("gateway/src/main/java/chat/gateway/session/ClientSession.java");
    String cases =
        session.split("switch \\(frame.type\\(\\)\\) \\{", 2)[1].split("default ->", 2)[0];
    Set<String> understood = new TreeSet<>(Set.of("connect"));
    FRAME
        .matcher(cases)
        .results()
        .forEach(word -> understood.add(word.group().replaceAll("case|[^a-z]", "")));

    assertThat(understood).isEqualTo(sockets.clientTypes());
  }

  @Test
  void examples_are_as_the_schemas_say() {
    assertThat(rest.errorsOfExamples()).isEmpty();
    assertThat(sockets.errorsOfExamples()).isEmpty();
  }

  @Test
  void an_answer_that_is_not_as_documented_is_found() {
    JsonNode answer = JsonMapper.shared().readTree("{\"users\":[],\"next\":null,\"more\":1}");

    assertThat(rest.errors("GET /api/users", 200, "application/json", answer)).isNotEmpty();
    assertThat(rest.errors("GET /api/users", 400, "application/problem+json", answer)).isNotEmpty();
    assertThat(rest.errors("GET /api/users", 200, "text/html", answer)).isNotEmpty();
    assertThat(rest.call("get", "/api/users/online")).contains("GET /api/users/online");
    assertThat(sockets.errors(JsonMapper.shared().readTree("{\"type\":\"news\"}"))).isNotEmpty();
  }

  private static Stream<String> calls(Class<?> controller, Method method) {
    RequestMapping own = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
    if (own == null || isBetweenServices(method)) {
      return Stream.of();
    }
    RequestMapping all =
        AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
    String[] prefixes = all == null ? new String[] {""} : all.path();
    String[] paths = own.path().length == 0 ? new String[] {""} : own.path();
    return Stream.of(prefixes)
        .flatMap(prefix -> Stream.of(paths).map(path -> prefix + path))
        .filter(path -> path.startsWith("/api/") || path.startsWith("/.well-known/"))
        .flatMap(path -> Stream.of(own.method()).map(verb -> call(verb, path)));
  }

  /** Whether it takes a header that gateways set, and take off what clients send. */
  private static boolean isBetweenServices(Method method) {
    return Stream.of(method.getParameters())
        .map(parameter -> parameter.getAnnotation(RequestHeader.class))
        .filter(Objects::nonNull)
        .map(header -> header.name().toLowerCase(Locale.ROOT))
        .anyMatch(name -> name.startsWith(FileHeaders.PREFIX));
  }

  private static String call(RequestMethod verb, String path) {
    return verb + " " + path;
  }

  private static Set<String> withoutNames(Set<String> calls) {
    Set<String> bare = new TreeSet<>();
    calls.forEach(call -> bare.add(call.replaceAll("\\{[^}]+}", "{}")));
    return bare;
  }
}
