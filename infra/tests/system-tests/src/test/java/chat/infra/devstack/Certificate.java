package chat.infra.devstack;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/**
 * A self-signed certificate of this machine, in the formats that servers and clients need.
 *
 * @param store as PKCS#12, with its key
 */
record Certificate(Path store, Path pem, Path keyPem) {

  static final String PASSWORD = "a-password-of-stores";
  private static final String ALIAS = "here";

  /** Makes one by the JDK's own tool. */
  static Certificate in(Path directory) throws IOException, InterruptedException {
    Path store = directory.resolve("servers.p12");
    Process tool =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair",
                    "-alias",
                    ALIAS,
                    "-keyalg",
                    "RSA",
                    "-dname",
                    "CN=localhost",
                    "-ext",
                    "san=ip:127.0.0.1,dns:localhost",
                    "-ext",
                    "bc=ca:true",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    PASSWORD))
            .redirectErrorStream(true)
            .start();
    String said = new String(tool.getInputStream().readAllBytes(), US_ASCII);
    if (tool.waitFor() != 0) {
      throw new IllegalStateException("keytool: " + said);
    }
    Certificate made =
        new Certificate(store, directory.resolve("servers.pem"), directory.resolve("key.pem"));
    made.writePem();
    return made;
  }

  /** The store with the certificate as a trusted one. */
  KeyStore keys() throws GeneralSecurityException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writePem() throws IOException {
    try {
      KeyStore keys = keys();
      write(pem, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
      write(keyPem, "PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
      // A trusted certificate has to be an entry of its own, because some clients look only for
      // those.
      keys.setCertificateEntry("trusted", keys.getCertificate(ALIAS));
      try (OutputStream out = Files.newOutputStream(store)) {
        keys.store(out, PASSWORD.toCharArray());
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(Path file, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text));
  }
}
