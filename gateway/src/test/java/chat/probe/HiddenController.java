package chat.probe;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** A controller at a path without rights. */
@RestController
public class HiddenController {

  @GetMapping("/hidden")
  String hidden() {
    return "seen";
  }
}
