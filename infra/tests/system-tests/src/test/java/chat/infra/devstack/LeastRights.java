package chat.infra.devstack;

import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.apache.kafka.common.resource.ResourceType.TRANSACTIONAL_ID;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** The rights of each service, as in the table of rights in the operators' page. */
final class LeastRights {

  private static final String ONCE_A_KEYSPACE = "GRANT SELECT ON KEYSPACE chat TO \"%s\"";

  /** The tables that each service may write. */
  private static final Map<String, Pattern> TABLES =
      Map.of(
          "gateway",
          Pattern.compile(
              "users|user_by_email|user_by_name|user_names|account_changes|refresh_families"
                  + "|read_markers|log_epochs|webhooks|webhook_status"),
          "message-writer",
          Pattern.compile(
              "room_.*|rooms.*|public_rooms|erased_users|removals|texts_going|erasures"
                  + "|log_epochs|webhook_status"),
          "upload-service",
          Pattern.compile("files|file_.*|files_.*|log_epochs"));

  /** Redis' file of users and their rights. */
  static final String REDIS =
      """
      user default off
      user gateway on >%1$s ~limit:* ~socketio:rooms:* ~socketio:position:* ~presence:leases ~presence:known ~presence:ticked ~gateways +@all -@admin -@dangerous
      user presence-tracker on >%1$s ~presence:* +@all -@admin -@dangerous
      """
          .formatted(SecuredServers.PASSWORD);

  private LeastRights() {}

  /** Creates the rights at Kafka. */
  static void atKafka(Map<String, Object> administrator)
      throws InterruptedException, ExecutionException {
    List<AclBinding> rights = new ArrayList<>();
    for (String topic : List.of("chat.messages", "chat.signals", "chat.users")) {
      rights.add(right("gateway", READ, TOPIC, topic));
      rights.add(right("gateway", WRITE, TOPIC, topic));
    }
    rights.add(right("gateway", READ, TOPIC, "chat.presence"));
    rights.add(right("gateway", WRITE, TOPIC, "chat.sessions"));
    rights.add(right("gateway", DESCRIBE, GROUP, "message-writer"));
    rights.add(right("gateway", DESCRIBE, GROUP, "chat-events"));
    rights.add(right("gateway", READ, TOPIC, "chat.dead-letters"));
    rights.add(right("gateway", DELETE, TOPIC, "chat.dead-letters"));
    rights.add(right("gateway", READ, TOPIC, "chat.events"));
    rights.add(right("gateway", READ, GROUP, "chat-webhook-", PatternType.PREFIXED));
    for (String service : List.of("message-writer", "upload-service")) {
      rights.add(right(service, READ, TOPIC, "chat.messages"));
      rights.add(right(service, READ, TOPIC, "chat.users"));
      rights.add(right(service, READ, GROUP, service));
    }
    rights.add(right("message-writer", WRITE, TOPIC, "chat.dead-letters"));
    rights.add(right("message-writer", WRITE, TOPIC, "chat.presence"));
    rights.add(right("message-writer", READ, GROUP, "account-eraser"));
    rights.add(right("message-writer", WRITE, TOPIC, "chat.events"));
    rights.add(right("message-writer", WRITE, TOPIC, "chat.events.redacted"));
    rights.add(right("message-writer", READ, GROUP, "chat-events"));
    rights.add(
        right("message-writer", WRITE, TRANSACTIONAL_ID, "chat-events-", PatternType.PREFIXED));
    // Webhooks, which the writer delivers here.
    rights.add(right("message-writer", READ, TOPIC, "chat.events"));
    for (AclOperation operation : List.of(READ, DELETE)) {
      rights.add(right("message-writer", operation, GROUP, "chat-webhook-", PatternType.PREFIXED));
    }
    rights.add(right("analyst", READ, TOPIC, "chat.events.redacted"));
    rights.add(right("analyst", READ, GROUP, "analyst-", PatternType.PREFIXED));
    rights.add(right("upload-service", WRITE, TOPIC, "chat.files"));
    rights.add(right("presence-tracker", READ, TOPIC, "chat.sessions"));
    rights.add(right("presence-tracker", READ, TOPIC, "chat.presence"));
    rights.add(right("presence-tracker", WRITE, TOPIC, "chat.presence"));
    rights.add(right("presence-tracker", READ, GROUP, "presence-tracker"));
    try (Admin admin = Admin.create(administrator)) {
      admin.createAcls(rights).all().get();
    }
  }

  private static AclBinding right(
      String service, AclOperation operation, ResourceType type, String name) {
    return right(service, operation, type, name, PatternType.LITERAL);
  }

  private static AclBinding right(
      String service, AclOperation operation, ResourceType type, String name, PatternType pattern) {
    return new AclBinding(
        new ResourcePattern(type, name, pattern),
        new AccessControlEntry("User:" + service, "*", operation, AclPermissionType.ALLOW));
  }

  /** Creates the rights at Cassandra, which has the tables already. */
  static void atCassandra(Certificate certificate, int port) throws GeneralSecurityException {
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .withLocalDatacenter("datacenter1")
            .withAuthCredentials(SecuredServers.CASSANDRA, SecuredServers.CASSANDRA)
            .withSslContext(trusting(certificate))
            .build()) {
      List<String> tables =
          session
              .execute("SELECT table_name FROM system_schema.tables WHERE keyspace_name = 'chat'")
              .all()
              .stream()
              .map(row -> row.getString(0))
              .toList();
      TABLES.forEach((service, writes) -> grant(session, service, writes, tables));
    }
  }

  private static void grant(
      CqlSession session, String service, Pattern writes, List<String> tables) {
    run(
        session,
        "CREATE ROLE IF NOT EXISTS \"%s\" WITH PASSWORD = '%s' AND LOGIN = true"
            .formatted(service, SecuredServers.PASSWORD));
    run(session, ONCE_A_KEYSPACE.formatted(service));
    tables.stream()
        .filter(table -> writes.matcher(table).matches())
        .forEach(
            table -> run(session, "GRANT MODIFY ON chat.%s TO \"%s\"".formatted(table, service)));
  }

  private static void run(CqlSession session, String cql) {
    session.execute(SimpleStatement.newInstance(cql).setTimeout(Duration.ofSeconds(30)));
  }

  private static SSLContext trusting(Certificate certificate) throws GeneralSecurityException {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(certificate.keys());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
