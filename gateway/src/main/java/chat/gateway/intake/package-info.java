/** What users want to put into a room's log: checked, told from what is there already, appended. */
@NullMarked
package chat.gateway.intake;

import org.jspecify.annotations.NullMarked;
