package chat.edge.issuer;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether users may have accounts of our own.
 *
 * @param local whether users register and sign in here; if not, register, login, refresh, logout
 *     and password are not found, and only tokens of the issuers of {@code CHAT_AUTH_ISSUERS} are
 *     good. The same for gateways and upload services
 */
@ConfigurationProperties("chat.account")
public record LocalAccounts(@DefaultValue("true") boolean local) {}
