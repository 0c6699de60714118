import {type DragEvent, useEffect, useRef, useState} from "react";

/** Files that someone drops on an element, and whether some are above it now. */
export function useDrop(onFiles: (files: File[]) => void) {
  const depth = useRef(0);
  const [dropping, setDropping] = useState(false);

  function enter(step: number) {
    depth.current = Math.max(0, depth.current + step);
    setDropping(depth.current > 0);
  }

  // A browser opens a file that is dropped beside, in place of the page.
  useEffect(() => {
    const refuse = (event: globalThis.DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "none";
    };
    addEventListener("dragover", refuse);
    addEventListener("drop", refuse);
    return () => {
      removeEventListener("dragover", refuse);
      removeEventListener("drop", refuse);
    };
  }, []);

  const hasFiles = (event: DragEvent) => event.dataTransfer.types.includes("Files");
  const dropTarget = {
    onDragEnter: (event: DragEvent) => hasFiles(event) && enter(1),
    onDragLeave: (event: DragEvent) => hasFiles(event) && enter(-1),
    onDragOver: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
    onDrop: (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth.current = 0;
      setDropping(false);
      onFiles([...event.dataTransfer.files]);
    },
  };
  return {dropping, dropTarget};
}
