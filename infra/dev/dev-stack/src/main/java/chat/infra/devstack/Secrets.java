package chat.infra.devstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * The secrets of a stack: created at its first start, then kept.
 *
 * @param tokenKey file of the private key that signs access tokens (EC P-256, PKCS#8 in PEM)
 * @param pepper file of the secret that passwords are hashed with (32 bytes in Base64)
 * @param pseudonymKey file of the key of the pseudonyms in the redacted twin (32 bytes in Base64)
 * @param operatorKey key of a service with the scopes of operators, for commands of the launcher
 */
record Secrets(
    Path tokenKey,
    Path pepper,
    Path pseudonymKey,
    String operatorKey,
    String s3AccessKey,
    String s3SecretKey) {

  /** The secrets of a data directory. */
  static Secrets of(DataDirectory data) {
    Path directory = data.of("secrets");
    return new Secrets(
        kept(directory.resolve("token-key.pem"), Secrets::newTokenKey),
        kept(directory.resolve("pepper"), Secrets::newKey),
        kept(directory.resolve("pseudonym-key"), Secrets::newKey),
        read(kept(directory.resolve("operator-key"), ServiceKey::newText)),
        read(kept(directory.resolve("s3-access-key"), () -> HexFormat.of().formatHex(random(10)))),
        read(kept(directory.resolve("s3-secret-key"), () -> HexFormat.of().formatHex(random(20)))));
  }

  private static Path kept(Path file, Supplier<String> first) {
    if (!Files.exists(file)) {
      DataDirectory.writePrivately(file, first.get());
    }
    return file;
  }

  private static String newTokenKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
      Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
      return "-----BEGIN PRIVATE KEY-----\n"
          + lines.encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String newKey() {
    return Base64.getEncoder().encodeToString(random(32));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
