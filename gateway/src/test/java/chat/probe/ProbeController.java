package chat.probe;

import chat.gateway.account.token.SignedIn;
import com.datastax.oss.driver.api.core.AllNodesFailedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Max;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Returns what reaches a controller, and fails in every way. */
@RestController
@RequestMapping("/api/probe")
public class ProbeController {

  /** A body with a field of each kind. */
  public record Fields(
      @Nullable String text,
      @Nullable Long number,
      @Nullable Boolean flag,
      @Nullable List<String> texts,
      @Nullable Inner inner) {}

  /** A nested body. */
  public record Inner(int number) {}

  @PostMapping
  Fields echo(@RequestBody Fields fields) {
    return fields;
  }

  @GetMapping("/me")
  Map<String, String> me(SignedIn signedIn) {
    return Map.of("id", signedIn.user().id(), "family", signedIn.signIn().family());
  }

  @GetMapping("/page")
  Map<String, Object> page(@RequestParam String room, @RequestParam @Max(200) int limit) {
    return Map.of("room", room, "limit", limit);
  }

  @GetMapping("/fails")
  void fails() {
    throw new IllegalStateException("the inside of org.example.Secret");
  }

  @GetMapping("/tables")
  void tables() {
    throw new IllegalStateException(AllNodesFailedException.fromErrors(List.of()));
  }

  @GetMapping("/signals")
  void signals(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.sendError(Integer.parseInt(request.getParameter("status")), "the inside");
  }
}
