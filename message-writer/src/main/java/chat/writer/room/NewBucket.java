package chat.writer.room;

/**
 * A row of {@code room_buckets}.
 *
 * @param bucket its name, which is its first seq
 * @param lastMessage where the room's last message before it stands, as {@link
 *     RoomEnd#lastMessage()} of the event before it says
 */
public record NewBucket(String room, long bucket, long lastMessage) {}
