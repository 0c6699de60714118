import {type DragEvent, useRef, useState} from "react";

/** Files that someone drops on an element, and whether some are above it now. */
export function useDrop(onFiles: (files: File[]) => void) {
  const depth = useRef(0);
  const [dropping, setDropping] = useState(false);

  function enter(step: number) {
    depth.current = Math.max(0, depth.current + step);
    setDropping(depth.current > 0);
  }

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
