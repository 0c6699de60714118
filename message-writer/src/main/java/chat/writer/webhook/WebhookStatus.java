package chat.writer.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The status of a webhook's deliveries.
 *
 * @param error the reason of the last failure
 * @param gone the revision whose receiver answered 410
 */
record WebhookStatus(
    @Nullable Instant deliveredAt,
    @Nullable Instant failedAt,
    @Nullable String error,
    @Nullable String gone) {}
