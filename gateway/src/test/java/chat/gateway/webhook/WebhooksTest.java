package chat.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chat.edge.problem.ProblemCode;
import chat.edge.problem.Refusal;
import chat.gateway.GatewayTables;
import chat.gateway.webhook.Webhooks.Changed;
import chat.gateway.webhook.Webhooks.Wanted;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Webhooks in the real table, and the fields of requests. */
class WebhooksTest {

  private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  private static final Instant NOW = Instant.ofEpochMilli(1_795_360_040_363L);
  private static final long SEQ = 17_592_186_044_421L;

  private final CassandraWebhooks table = new CassandraWebhooks(GatewayTables.shared());
  private final Webhooks webhooks = with(100);
  private final String name = "w" + UUID.randomUUID();

  @AfterEach
  void delete() {
    table.all().forEach(hook -> table.delete(hook.name()));
  }

  @Test
  void a_new_webhook_is_kept_as_it_was_asked_for_and_begins_now() {
    Changed made = put(null);

    assertThat(made.created()).isTrue();
    assertThat(made.hook().start()).isEqualTo(new WebhookStart("now", NOW.toEpochMilli()));
    assertThat(table.find(name)).contains(made.hook());
    assertThat(table.all()).containsExactly(made.hook());
    assertThat(made.hook().toString()).doesNotContain(SECRET, "example.com");
  }

  @Test
  void the_same_again_goes_on_where_it_is_and_another_start_begins_there() {
    WebhookStart start = new WebhookStart("start", 0);
    Webhook first = put(start).hook();
    Webhook again = put(start).hook();
    Webhook kept = put(null).hook();
    Webhook moved = put(new WebhookStart("5", 5)).hook();

    assertThat(again.generation()).isEqualTo(first.generation());
    assertThat(again.revision()).isNotEqualTo(first.revision());
    assertThat(kept.generation()).isEqualTo(first.generation());
    assertThat(kept.start()).isEqualTo(start);
    assertThat(moved.generation()).isNotEqualTo(first.generation());
    assertThat(webhooks.rewind(name, "crm", hook -> start).generation())
        .isNotIn(first.generation(), moved.generation());
  }

  @Test
  void the_same_again_after_a_rewind_goes_on_in_the_rewind() {
    WebhookStart now = WebhookStart.now(NOW);
    put(now);
    Webhook rewound = webhooks.rewind(name, "crm", hook -> new WebhookStart("start", 0));
    Webhook again = put(WebhookStart.now(NOW.plusSeconds(60))).hook();

    assertThat(again.generation()).isEqualTo(rewound.generation());
    assertThat(again.start().at()).isZero();
    assertThat(again.start().view()).isEqualTo("start");
    assertThat(put(new WebhookStart("5", 5)).hook().start().view()).isEqualTo(5L);
  }

  /** A seq of the former room would pass over all events of the new one. */
  @Test
  void a_seq_does_not_stay_when_the_room_changes() {
    WebhookStart seq = new WebhookStart("" + SEQ, SEQ);
    Webhook first = put(seq, "dev").hook();

    assertThat(put(null, "dev").hook().generation()).isEqualTo(first.generation());
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> put(null, "ops"))
        .matches(refusal -> refusal.errors().get(0).field().equals("from"));
    assertThat(put(seq, "ops").hook().generation()).isNotEqualTo(first.generation());
    assertThat(put(WebhookStart.now(NOW), "dev", "ops").hook().start().at())
        .isEqualTo(NOW.toEpochMilli());
  }

  @Test
  void changes_at_the_same_time_are_all_made() {
    put(null);
    Set<String> revisions = ConcurrentHashMap.newKeySet();
    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(
                    number ->
                        CompletableFuture.runAsync(
                            () ->
                                revisions.add(
                                    webhooks.pause(name, "crm", number % 2 == 0).revision())))
                .toArray(CompletableFuture[]::new))
        .join();

    assertThat(revisions).hasSize(4).contains(webhooks.find(name).revision());
  }

  @Test
  void one_more_than_the_most_is_refused_and_a_present_one_is_changed() {
    Webhooks few = with(1);
    put(null);
    few.put(name, "crm", present -> wanted(null));

    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> few.put(name + "-2", "crm", present -> wanted(null)))
        .matches(refusal -> refusal.code() == ProblemCode.FORBIDDEN);
  }

  @Test
  void a_deleted_webhook_is_gone_with_its_status() {
    Webhook hook = put(null).hook();
    GatewayTables.shared()
        .execute(
            "INSERT INTO webhook_status (name, generation, error, gone) VALUES (?, ?, 'status 410',"
                + " ?)",
            name,
            hook.generation(),
            hook.revision());
    assertThat(table.status(hook).gone()).isEqualTo(hook.revision());
    table.delete(name);
    table.delete(name);

    assertThat(table.find(name)).isEmpty();
    assertThat(table.status(hook)).isEqualTo(CassandraWebhooks.Status.NONE);
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> webhooks.pause(name, "crm", true))
        .matches(refusal -> refusal.code() == ProblemCode.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "url    | {}",
        "url    | {'url':'ftp://a.example/'}",
        "url    | {'url':'https:///path'}",
        "url    | {'url':'https://user:word@a.example/'}",
        "url    | {'url':'https://a.example/#part'}",
        "url    | {'url':'https://127.1/'}",
        "url    | {'url':'https://a.example:99999/'}",
        "url    | {'url':'https://a.example/b c'}",
        "url    | {'url':7}",
        "secret | {'url':'https://a.example/'}",
        "secret | {'url':'https://a.example/','secret':'whsec_AAAA'}",
        "secret | {'url':'https://a.example/','secret':'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'}",
        "secret | {'url':'https://a.example/','secret':[]}",
        "secret | {'url':'https://a.example/','secret':['S','S','S','S']}",
        "rooms  | {'url':'https://a.example/','secret':'S','rooms':['No Room']}",
        "rooms  | {'url':'https://a.example/','secret':'S','rooms':[]}",
        "types  | {'url':'https://a.example/','secret':'S','types':['typing']}",
        "types  | {'url':'https://a.example/','secret':'S','types':'message'}",
        "attempts | {'url':'https://a.example/','secret':'S','attempts':0}",
        "attempts | {'url':'https://a.example/','secret':'S','attempts':101}",
        "attempts | {'url':'https://a.example/','secret':'S','attempts':'5'}",
        "attempts | {'url':'https://a.example/','secret':'S','attempts':4294967297}"
      })
  void a_wrong_field_is_named_and_its_value_is_not_shown(String field, String body) {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> WebhookFields.receiver(json(body), List.of()))
        .matches(refusal -> refusal.errors().get(0).field().equals(field))
        .withMessageNotContainingAny(SECRET, "whsec_AAAA", "word@");
  }

  @Test
  void a_change_without_secret_keeps_the_present_ones() {
    JsonNode body = json("{'url':'https://a.example/','types':['message','event']}");

    assertThat(WebhookFields.receiver(body, List.of(SECRET)))
        .isEqualTo(
            new Webhook.Receiver(
                "https://a.example/", List.of(SECRET), Set.of(), Set.of("message", "event"), null));
  }

  @Test
  void a_start_is_now_or_all_or_a_time_or_the_seq_of_one_room() {
    assertThat(start("'now'", Set.of())).isEqualTo(WebhookStart.now(NOW));
    assertThat(start("'start'", Set.of())).isEqualTo(new WebhookStart("start", 0));
    assertThat(start("1795360040000", Set.of()))
        .isEqualTo(new WebhookStart("1795360040000", 1_795_360_040_000L));
    assertThat(start("" + SEQ, Set.of("dev"))).isEqualTo(new WebhookStart("" + SEQ, SEQ));
    assertThat(start("null", Set.of())).isNull();
    Stream.of("-1", "1.5", "'then'", "true", "9007199254740992", "" + SEQ)
        .forEach(
            wrong ->
                assertThatExceptionOfType(Refusal.class)
                    .as(wrong)
                    .isThrownBy(() -> start(wrong, Set.of("dev", "ops")))
                    .matches(refusal -> refusal.errors().get(0).field().equals("from")));
  }

  private static @Nullable WebhookStart start(String from, Set<String> rooms) {
    return WebhookStart.read(json("{'from':" + from + "}").get("from"), rooms, NOW);
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace("'S'", "'" + SECRET + "'").replace('\'', '"'));
  }

  private Changed put(@Nullable WebhookStart start) {
    return put(start, "dev", "ops");
  }

  private Changed put(@Nullable WebhookStart start, String... rooms) {
    return webhooks.put(name, "crm", present -> wanted(start, rooms));
  }

  private static Wanted wanted(@Nullable WebhookStart start) {
    return wanted(start, "dev", "ops");
  }

  private static Wanted wanted(@Nullable WebhookStart start, String... rooms) {
    return new Wanted(
        new Webhook.Receiver(
            "https://bots.example.com/", List.of(SECRET), Set.of(rooms), Set.of("message"), 7),
        start);
  }

  private Webhooks with(int max) {
    return new Webhooks(table, new WebhookSettings(max), InstantSource.fixed(NOW));
  }
}
