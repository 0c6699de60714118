import type {ButtonHTMLAttributes, Ref} from "react";
import {Icon, type IconName} from "./Icon.tsx";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "primary" | "plain" | "quiet" | "danger" | "link" | "side";
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words. */
export function Button({look = "plain", type = "button", className = "", ...rest}: ButtonProps) {
  return <button type={type} className={`button ${look} ${className}`} {...rest} />;
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: IconName;
  readonly label: string;
  readonly size?: number;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with a drawing; its label is what screen readers say and what a pointer shows. */
export function IconButton({icon, label, size = 20, type = "button", className = "", ...rest}: IconButtonProps) {
  return (
    <button type={type} className={`icon-button ${className}`} aria-label={label} title={label} {...rest}>
      <Icon name={icon} size={size} />
    </button>
  );
}
