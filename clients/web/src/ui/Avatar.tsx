import {hueOf, initialsOf} from "../text/names.ts";

/** The sign of a user beside the name: initials on a colour that follows the id. */
export function Avatar({id, name, size = "medium"}: {id: string; name: string; size?: "tiny" | "small" | "medium"}) {
  return (
    <span className={`avatar ${size}`} data-hue={hueOf(id)} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
