/** Remote control with the chat beside it: two features that know nothing of one another. */
import { ChatPanel } from "../features/chat/ChatPanel.tsx";
import { RemoteControlPage } from "../features/remote-control/RemoteControlPage.tsx";

export function RemoteControl() {
  return <RemoteControlPage chatPanel={(beside) => <ChatPanel {...beside} />} />;
}
