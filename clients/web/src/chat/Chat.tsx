import {ChatProvider} from "@chat-backbone/client/react";
import {useEffect, useRef, useState} from "react";
import type {Session} from "../session/session.ts";
import {Shell} from "../shell/Shell.tsx";
import {MeContext} from "./me.ts";
import {type Running, start} from "./start.ts";

interface ChatProps {
  readonly session: Session;
  /** The chat is over; `ended` unless the person asked for it. */
  readonly onOver: (ended: boolean) => void;
}

/** The chat of a session: starts it, and shows it. */
export function Chat({session, onOver}: ChatProps) {
  const [running, setRunning] = useState<Running | null>(null);
  const over = useRef(onOver);
  over.current = onOver;

  useEffect(() => {
    const started = start(session, () => {
      session.forget();
      over.current(true);
    });
    let wanted = true;
    // Rooms kept from the last visit are shown first, also if no gateway answers.
    void started.store.ready.catch(() => {}).then(() => wanted && setRunning(started));
    return () => {
      wanted = false;
      // The open room writes its end as its own part ends, which is after this one.
      queueMicrotask(() => void started.stop());
    };
  }, [session]);

  if (!running) return null;
  return (
    <MeContext value={session.user}>
      <ChatProvider store={running.store}>
        <Shell
          local={session.local}
          onSignOut={() => {
            session.signOut();
            onOver(false);
          }}
          onOtherAccount={() => {
            session.leaveTab();
            onOver(false);
          }}
        />
      </ChatProvider>
    </MeContext>
  );
}
