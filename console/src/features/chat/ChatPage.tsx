/** The chat with whoever is at the PC, on a page of its own. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useEffect } from "react";
import { isGone } from "../../foundation/api/problem.ts";
import { sessionQuery } from "../../foundation/api/support-sessions.ts";
import { ToolPage } from "../../foundation/tools/ToolPage.tsx";
import { SaveButton } from "./SaveButton.tsx";
import { Talk } from "./Talk.tsx";
import { TranscriptStorage } from "./transcript-storage.ts";
import { useChat } from "./use-chat.ts";

export function ChatPage() {
  const { id } = useParams({ from: "/signed-in/sessions/$id/chat" });
  const session = useQuery(sessionQuery(id));
  const chat = useChat(id, true);
  const { lines } = chat.conversation;
  const erased = isGone(session.error);
  useEffect(() => {
    if (erased) void TranscriptStorage.open().then((storage) => storage.forget(id));
  }, [erased, id]);
  return (
    <ToolPage
      sessionId={id}
      line={chat.line}
      actions={<SaveButton sessionId={id} computer={session.data?.computer_name ?? ""} lines={lines} />}
    >
      <Talk chat={chat} shown />
    </ToolPage>
  );
}
