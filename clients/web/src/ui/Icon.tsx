const PATHS = {
  attach: "M14.5 8.5 8.8 14.2a2.6 2.6 0 0 1-3.7-3.7l6.4-6.4a4 4 0 0 1 5.7 5.7l-6.6 6.5a5.6 5.6 0 0 1-7.9-7.9l5.6-5.6",
  back: "M12 4.5 6.5 10l5.5 5.5",
  bell: "M10 3a5 5 0 0 0-5 5c0 4-1.5 5-1.5 5h13S15 12 15 8a5 5 0 0 0-5-5zM8.5 16a1.6 1.6 0 0 0 3 0",
  check: "m4 10.5 4 4 8-9",
  clock: "M10 3.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM10 6.5V10l2.5 1.5",
  close: "m5 5 10 10M15 5 5 15",
  copy: "M8.5 11.5a3.2 3.2 0 0 0 4.6 0l2.6-2.6a3.2 3.2 0 0 0-4.6-4.6l-1 1M11.5 8.500a3.2 3.2 0 0 0-4.6 0l-2.6 2.600a3.2 3.2 0 0 0 4.6 4.600l1-1",
  down: "M10 4v12M4.5 10.5 10 16l5.5-5.5",
  edit: "m4 13.5-.5 3 3-.5 9-9-2.5-2.500zM11.5 6l2.5 2.5",
  file: "M5.5 2.500h6l3.5 3.500v11.500h-9.500zM11.5 2.500V6H15",
  hash: "M7.5 3.5 6 16.500M14 3.500l-1.5 13M4 7.500h13M3 12.500h13",
  leave: "M12 4H5v12h7M9 10h8M14 7l3 3-3 3",
  lock: "M5 9h10v7.500H5zM7 9V6.500a3 3 0 0 1 6 0V9",
  menu: "M3 6h14M3 10h14M3 14h9",
  more: "M5 10h.01M10 10h.01M15 10h.01",
  people: "M7.5 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.500c0-3 2.5-4.5 5.5-4.500s5.5 1.5 5.5 4.500M13 4.300a3 3 0 0 1 0 5.400M15 12.500c1.8.6 3 2 3 4",
  plus: "M10 4v12M4 10h12",
  react: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM7.5 8.500h.01M12.5 8.500h.01M7 11.500c.8 1.5 1.8 2 3 2s2.2-.5 3-2",
  remove: "M4 5.500h12M8 5.500V3.500h4v2M5.5 5.500l.7 11h7.600l.7-11",
  reply: "M8 5 3.5 9.5 8 14M3.5 9.500H12a4.5 4.5 0 0 1 4.5 4.500v2",
  retry: "M15.5 10a5.5 5.5 0 1 1-1.6-3.900M15.5 3.500v3h-3",
  search: "M9 3.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
  send: "M10 16V4M4.5 9.5 10 4l5.5 5.5",
  settings: "M4 6h7M15 6h1M4 14h1M9 14h7M13 4v4M7 12v4",
  warn: "M10 3.5 17.5 16.500h-15zM10 8.500v3.500M10 14.200v.01",
  write: "M10 4H4v12h12v-6M8 12l.5-2.500L15 3l2 2-6.5 6.500z",
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof PATHS;

/** A drawing beside words that say the same, so it is hidden from screen readers. */
export function Icon({name, size = 20}: {name: IconName; size?: number}) {
  return (
    <svg className="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The application's mark. */
export function Mark({size = 28}: {size?: number}) {
  return (
    <svg className="mark" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <path
        className="mark-bubble"
        d="M8 2h16a6 6 0 0 1 6 6v12a6 6 0 0 1-6 6h-9l-6.3 4.600A1.1 1.1 0 0 1 7 29.700V26a6 6 0 0 1-5-6V8a6 6 0 0 1 6-6z"
      />
      <path className="mark-lines" d="M9 9h14M9 14h9M9 19h12" />
    </svg>
  );
}
