package chat.writer.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressPolicyTest {

  private static final AddressPolicy PUBLIC_ONLY = new AddressPolicy(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200", // metadata
        "100.127.255.255",
        "127.0.0.1",
        "127.8.8.8",
        "169.254.169.254", // metadata
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192", // metadata
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1", // IPv4-compatible loopback
        "::808:808", // IPv4-compatible
        "64:ff9b::a00:1", // NAT64 of 10.0.0.1
        "64:ff9b::7f00:1",
        "64:ff9b:1::808:808", // NAT64 of a local network
        "100::1",
        "2001::1", // Teredo
        "2001:db8::1",
        "2002:7f00:1::1", // 6to4
        "3fff::1",
        "fc00::1",
        "fd00:ec2::254", // metadata
        "fe80::1",
        "fec0::1",
        "ff02::1"
      })
  void an_address_that_is_not_public_is_refused(String address) throws Exception {
    assertThat(PUBLIC_ONLY.permits(InetAddress.getByName(address), true)).isFalse();
    assertThat(PUBLIC_ONLY.permits(InetAddress.getByName(address), false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.1",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700:4700::1111",
        "2a00:1450::1",
        "64:ff9b::101:101"
      })
  void a_public_address_is_reached_by_tls_only(String address) throws Exception {
    assertThat(PUBLIC_ONLY.permits(InetAddress.getByName(address), true)).isTrue();
    assertThat(PUBLIC_ONLY.permits(InetAddress.getByName(address), false)).isFalse();
  }

  @Test
  void an_ipv4_address_in_an_ipv6_one_is_judged_as_what_it_is() throws Exception {
    assertThat(PUBLIC_ONLY.permits(mapped(127, 0, 0, 1), true)).isFalse();
    assertThat(PUBLIC_ONLY.permits(mapped(10, 0, 0, 1), true)).isFalse();
    assertThat(PUBLIC_ONLY.permits(mapped(1, 1, 1, 1), true)).isTrue();
  }

  @Test
  void a_network_that_is_allowed_is_reached_also_without_tls() throws Exception {
    AddressPolicy policy =
        new AddressPolicy(List.of(AddressBlock.of("10.1.0.0/17"), AddressBlock.of("fd00::/9")));

    assertThat(policy.permits(InetAddress.getByName("10.1.127.255"), false)).isTrue();
    assertThat(policy.permits(InetAddress.getByName("10.1.128.0"), true)).isFalse();
    assertThat(policy.permits(InetAddress.getByName("64:ff9b::a01:1"), false)).isTrue();
    assertThat(policy.permits(InetAddress.getByName("fd7f::1"), false)).isTrue();
    assertThat(policy.permits(InetAddress.getByName("fd80::1"), true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost/8", "10.0.0.0/33", "10.0.0.0/x", "::/129", "10/8", "a.b"})
  void what_is_no_network_is_refused(String text) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> AddressBlock.of(text))
        .withMessageMatching(
            "chat.writer.webhooks.allowed-networks: .* \\(expected: as 10.0.0.0/8\\)");
  }

  /** The JDK shows such an address as IPv4, unless it is made in this way. */
  private static InetAddress mapped(int... last) throws UnknownHostException {
    byte[] bytes = new byte[16];
    bytes[10] = -1;
    bytes[11] = -1;
    for (int i = 0; i < last.length; i++) {
      bytes[12 + i] = (byte) last[i];
    }
    return Inet6Address.getByAddress("mapped", bytes, 0);
  }
}
