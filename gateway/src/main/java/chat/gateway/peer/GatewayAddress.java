package chat.gateway.peer;

import java.net.URI;

/** The address at which other gateways reach this one. */
public record GatewayAddress(URI uri) {}
