package chat.probe;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Is at a path that nobody opened. */
@RestController
public class HiddenController {

  @GetMapping("/hidden")
  String hidden() {
    return "seen";
  }
}
