import {useState} from "react";
import {usePicture} from "../people/pictures.ts";
import {useProfile} from "../people/profiles.ts";
import {hueOf, initialsOf} from "../text/names.ts";

interface AvatarProps {
  readonly id: string;
  readonly name: string;
  readonly size?: "tiny" | "small" | "medium" | "large";
}

/** The sign of a user beside the name: the user's picture, else initials on a colour that follows the id. */
export function Avatar({id, name, size = "medium"}: AvatarProps) {
  const picture = usePicture(useProfile(id)?.avatar);
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <span className={`avatar ${size}`} data-hue={hueOf(id)} aria-hidden="true">
      {picture !== null && picture !== broken ? (
        <img src={picture} alt="" onError={() => setBroken(picture)} data-testid="avatar-picture" />
      ) : (
        initialsOf(name)
      )}
    </span>
  );
}
