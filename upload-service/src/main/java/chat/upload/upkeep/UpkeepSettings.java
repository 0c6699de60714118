package chat.upload.upkeep;

import chat.contract.ConsumerGroups;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How files are looked after.
 *
 * @param group by which the upload services share the log of messages
 * @param interval between two rounds
 * @param grace how long a file that nothing uses can no longer be attached before it goes; longer
 *     than any send is under way
 * @param batch how many files of a shard a round looks at
 * @param partsKept after which time an upload counts as dead that came in parts and is not complete
 */
@ConfigurationProperties("chat.upload.upkeep")
record UpkeepSettings(
    @DefaultValue(ConsumerGroups.UPLOADS) String group,
    @DefaultValue("30s") Duration interval,
    @DefaultValue("2m") Duration grace,
    @DefaultValue("200") int batch,
    @DefaultValue("6h") Duration partsKept) {}
