import {hueOf, initialsOf} from "../text/names.ts";

/** What stands for a user where the name is beside it: initials on a colour that follows the id. */
export function Avatar({id, name, size = "medium"}: {id: string; name: string; size?: "tiny" | "small" | "medium"}) {
  return (
    <span className={`avatar ${size}`} data-hue={hueOf(id)} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
