package chat.gateway.account;

import chat.contract.ApplicationData;
import chat.contract.Names;
import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** REST: search of users. */
@RestController
@RequestMapping("/api/users")
class UsersController {

  private static final int MAX = 100;
  private static final Pattern BEGINNING = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,31}");

  private final AccountTables tables;
  private final NameIndex names;

  UsersController(AccountTables tables, NameIndex names) {
    this.tables = tables;
    this.names = names;
  }

  /**
   * The public profile of a user.
   *
   * @param data of the application; absent in lists
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Person(
      String id,
      String username,
      @Nullable String name,
      @Nullable String avatar,
      @JsonRawValue @Nullable String data) {

    static Person of(Account account) {
      ApplicationData data = account.data();
      return of(account, data == null ? null : data.json());
    }

    static Person inList(Account account) {
      return of(account, null);
    }

    private static Person of(Account account, @Nullable String data) {
      return new Person(account.id(), account.username(), account.name(), account.avatar(), data);
    }
  }

  /**
   * A page of users.
   *
   * @param next the cursor of the next page; null if this is the last
   */
  record Users(List<Person> users, @Nullable String next) {}

  @GetMapping
  Users find(
      @RequestParam String query,
      @RequestParam(defaultValue = "20") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    if (limit < 1 || limit > MAX) {
      throw wrong("limit", "1 to " + MAX + " is expected");
    }
    String after = cursor == null ? null : CaseFolding.fold(cursor);
    if (after != null && !BEGINNING.matcher(after).matches()) {
      throw wrong("cursor", "the next of an answer is expected");
    }
    String prefix = CaseFolding.fold(query.strip());
    if (prefix.isEmpty()) {
      throw wrong("query", "the beginning of a username is expected");
    }
    return BEGINNING.matcher(prefix).matches()
        ? page(prefix, after, limit)
        : new Users(List.of(), null);
  }

  @GetMapping("/{id}")
  Person person(@PathVariable String id) {
    return Optional.of(id)
        .filter(Names::isUser)
        .flatMap(tables::account)
        .map(Person::of)
        .orElseThrow(() -> Refusal.of(ProblemCode.NOT_FOUND, "There is no such user"));
  }

  /** Reads one name more than asked for, to know whether there is a next page. */
  private Users page(String prefix, @Nullable String after, int limit) {
    List<NameIndex.Entry> found = names.find(prefix, after, limit + 1);
    List<NameIndex.Entry> page = found.subList(0, Math.min(limit, found.size()));
    String next = found.size() > limit ? page.get(limit - 1).name() : null;
    List<String> ids = page.stream().map(NameIndex.Entry::user).toList();
    return new Users(tables.accounts(ids).stream().map(Person::inList).toList(), next);
  }

  private static Refusal wrong(String field, String message) {
    return Refusal.ofField(ProblemCode.INVALID_REQUEST, field, message);
  }
}
