package chat.infra.devstack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path temporary;

  @Test
  void the_token_key_is_an_elliptic_curve_key_in_pem()
      throws IOException, GeneralSecurityException {
    String pem = Files.readString(Secrets.of(DataDirectory.open(temporary)).tokenKey());

    String base64 = pem.replaceAll("-----[A-Z ]+-----", "");
    byte[] encoded = Base64.getMimeDecoder().decode(base64);
    ECPrivateKey key =
        (ECPrivateKey)
            KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    assertThat(key.getParams().getOrder().bitLength()).isEqualTo(256);
  }

  @Test
  void secrets_are_kept_and_are_readable_by_their_owner_only() throws IOException {
    DataDirectory data = DataDirectory.open(temporary);
    Secrets secrets = Secrets.of(data);
    String pepper = Files.readString(secrets.pepper());

    assertThat(Secrets.of(data)).isEqualTo(secrets);
    assertThat(secrets.pepper()).hasContent(pepper);
    assertThat(Base64.getDecoder().decode(pepper)).hasSize(32);
    assertThat(Files.getPosixFilePermissions(secrets.tokenKey()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void no_two_stacks_share_a_secret() {
    Secrets one = Secrets.of(DataDirectory.open(temporary.resolve("one")));
    Secrets other = Secrets.of(DataDirectory.open(temporary.resolve("other")));

    assertThat(one.s3SecretKey()).isNotEqualTo(other.s3SecretKey()).hasSize(40);
  }
}
