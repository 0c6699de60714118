package chat.gateway.account.token;

import chat.edge.ClockConfiguration;
import io.jsonwebtoken.security.EcPrivateJwk;
import io.jsonwebtoken.security.EcPublicJwk;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;

/**
 * The keys of access tokens: one signs, all verify. Reads their files at intervals, so keys change
 * without a restart; unreadable files leave the keys as they were. Safe for use by several threads.
 */
final class TokenKeys {

  private static final Logger LOG = LoggerFactory.getLogger(TokenKeys.class);
  private static final String SIGNING = "chat.account.token.key-file";
  private static final String OTHERS = "chat.account.token.other-key-files";

  private final @Nullable Path signingFile;
  private final List<Path> otherFiles;
  private final Duration lookAgain;
  private final InstantSource clock;
  private volatile Keys keys;
  private volatile Instant lookAgainAt;
  private boolean unreadable;

  /**
   * Reads the keys.
   *
   * @throws IllegalStateException naming the property, if a file is not a key as expected
   */
  TokenKeys(TokenSettings settings, @Qualifier(ClockConfiguration.STEADY) InstantSource clock) {
    this.signingFile = settings.keyFile();
    this.otherFiles = settings.otherKeyFiles();
    this.lookAgain = settings.lookAgain();
    this.clock = clock;
    this.keys = read();
    this.lookAgainAt = clock.instant().plus(lookAgain);
  }

  private record Keys(List<String> texts, EcPrivateJwk signing, Map<String, EcPublicJwk> all) {}

  /** The id of the key that signs: its thumbprint (RFC 7638). */
  String signingId() {
    return current().signing().getId();
  }

  PrivateKey signing() {
    return current().signing().toKey();
  }

  /** Finds a key by its id. */
  Optional<PublicKey> verifying(String id) {
    return Optional.ofNullable(current().all().get(id)).map(EcPublicJwk::toKey);
  }

  /** The public JWK (RFC 7517) of each key. */
  List<Map<String, String>> published() {
    return current().all().values().stream().map(TokenKeys::members).toList();
  }

  /** A token that changes when the keys change. */
  Object edition() {
    return current();
  }

  private Keys current() {
    if (clock.instant().isAfter(lookAgainAt)) {
      lookAgain();
    }
    return keys;
  }

  private synchronized void lookAgain() {
    if (!clock.instant().isAfter(lookAgainAt)) {
      return;
    }
    lookAgainAt = clock.instant().plus(lookAgain);
    try {
      if (!texts().equals(keys.texts())) {
        keys = read();
        LOG.info("keys of access tokens changed signing={}", keys.signing().getId());
      }
      unreadable = false;
    } catch (IllegalStateException e) {
      if (!unreadable) {
        LOG.warn("keys of access tokens stay as they were: {}", e.getMessage());
      }
      unreadable = true;
    }
  }

  private Keys read() {
    List<String> texts = texts();
    EcPrivateJwk signing = EcPem.privateKey(SIGNING, texts.get(0));
    Map<String, EcPublicJwk> all = new LinkedHashMap<>();
    all.put(signing.getId(), signing.toPublicJwk());
    texts.stream()
        .skip(1)
        .map(text -> EcPem.publicKey(OTHERS, text))
        .forEach(key -> all.putIfAbsent(key.getId(), key));
    return new Keys(texts, signing, all);
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    texts.add(Secret.text(SIGNING, signingFile));
    otherFiles.forEach(file -> texts.add(Secret.text(OTHERS, file)));
    return texts;
  }

  private static Map<String, String> members(EcPublicJwk key) {
    Map<String, String> members = new TreeMap<>();
    key.forEach((name, value) -> members.put(name, String.valueOf(value)));
    return members;
  }
}
