/** Whether the device is one that is touched, with a keyboard on the screen. */
export const TOUCH = matchMedia("(hover: none) and (pointer: coarse)");
