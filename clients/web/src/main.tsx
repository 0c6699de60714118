import {StrictMode} from "react";
import {createRoot} from "react-dom/client";
import {App} from "./App.tsx";
import {Broken} from "./shell/Broken.tsx";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/ui.css";
import "./styles/dialog.css";
import "./styles/signin.css";
import "./styles/shell.css";
import "./styles/inbox.css";
import "./styles/room.css";
import "./styles/message.css";
import "./styles/reactions.css";
import "./styles/attachments.css";
import "./styles/composer.css";
import "./styles/members.css";
import "./styles/profile.css";

// A browser opens a file that is dropped beside what takes files, in place of the page.
function refuse(event: DragEvent) {
  if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "none";
}
addEventListener("dragover", refuse);
addEventListener("drop", refuse);

const root = document.getElementById("app");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Broken>
        <App />
      </Broken>
    </StrictMode>,
  );
}
