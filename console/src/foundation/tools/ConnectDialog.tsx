/** Asks for the session password at every connection, says who will be told, and what went wrong the last time. */
import { Button, Checkbox, Group, PasswordInput, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../design/Dialog.tsx";
import { useMe } from "../api/me.ts";
import { Problem } from "../api/problem.ts";
import type { SupportSession } from "../api/types.ts";
import { ProblemPanel } from "../design/ProblemPanel.tsx";
import { useIsOnlyInvited } from "../support-sessions/invited.ts";
import { problemText } from "../texts/problem-text.ts";
import type { ConnectionState } from "../../line/states.ts";
import type { Tool } from "../../protocol/messages.gen.ts";
import { useCountdown } from "./use-countdown.ts";

interface Props {
  readonly session: SupportSession;
  readonly tool: Tool;
  readonly state: ConnectionState;
  readonly connect: (password: string, chatAfter: boolean) => void;
}

export function ConnectDialog({ session, tool, state, connect }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t("console.tools.page_title", {
        tool: t(`console.tools.name_${tool}`),
        computer: session.computer_name ?? "",
      })}
      overlayProps={{ backgroundOpacity: 0.35 }}
      transitionProps={{ duration: 0 }}
    >
      {state.at === "asking_customer" ? (
        <CustomerAsked session={session} timeoutS={state.timeoutS} />
      ) : (
        <PasswordForm session={session} tool={tool} state={state} connect={connect} />
      )}
    </Dialog>
  );
}

/** The customer has the word: the password was right, the host asks. */
function CustomerAsked({ session, timeoutS }: { session: SupportSession; timeoutS: number }) {
  const { t } = useTranslation();
  const left = useCountdown(timeoutS, timeoutS);
  return (
    <Stack gap="xs" role="status">
      <Text>{t("console.tools.customer_asked")}</Text>
      <Text className="quiet">{t("console.tools.customer_asked_left", { count: left })}</Text>
      <Group>
        <Button variant="default" component={Link} to={`/sessions/${session.id}`}>
          {t("console.tools.back")}
        </Button>
      </Group>
    </Stack>
  );
}

function PasswordForm({ session, tool, state, connect }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const onlyInvited = useIsOnlyInvited(session);
  const [password, setPassword] = useState("");
  const [chatAfter, setChatAfter] = useState(false);
  // The chat itself needs no further one; elsewhere it is offered where it can be opened beside.
  const chatIsOffered = tool === "remote_control" && session.rights.includes("chat");
  const field = useRef<HTMLInputElement>(null);
  const busy = state.at === "connecting";
  const waitS = useCountdown(state.at === "password" ? state.retryAfterS : 0, state);
  const problem = problemOf(state, waitS);
  const wrong = problem?.dp === "DP-401" ? problemText(t, problem) : undefined;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (busy || waitS > 0 || password === "") return;
    connect(password, chatAfter && chatIsOffered);
    setPassword("");
    field.current?.focus();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {problem && !wrong && waitS === 0 && <ProblemPanel problem={problem} />}
        {waitS > 0 && problem && (
          <ProblemPanel problem={problem}>
            <Text fw={600} role="timer">
              {t("console.tools.wait_left", { time: clock(waitS) })}
            </Text>
          </ProblemPanel>
        )}
        <PasswordInput
          ref={field}
          label={t("console.tools.password")}
          description={t("console.tools.password_hint")}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={wrong && `${wrong.happened} ${wrong.next} (${wrong.code})`}
          aria-invalid={wrong !== undefined}
          autoComplete="off"
          maxLength={256}
          required
          data-autofocus
          size="md"
        />
        {chatIsOffered && (
          <Checkbox
            radius={4}
            label={t("console.tools.chat_after")}
            checked={chatAfter}
            onChange={(event) => setChatAfter(event.currentTarget.checked)}
          />
        )}
        <Text size="sm" className="quiet">
          {t("console.tools.who_is_told", { technician: me.technician.name, company: me.company.name })}{" "}
          {session.consent === "ask" && t("console.tools.asked_first")}
        </Text>
        <Text size="sm" className="quiet">
          {onlyInvited
            ? t("console.colleagues.ask_password", { name: session.technician.name })
            : t("console.new_password.lost")}
        </Text>
        <Group justify="space-between">
          <Button variant="default" component={Link} to={`/sessions/${session.id}`}>
            {t("console.tools.back")}
          </Button>
          <Button type="submit" loading={busy} disabled={waitS > 0}>
            {t("console.tools.connect")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The last refusal with the facts its sentences need. */
function problemOf(state: ConnectionState, waitS: number): Problem | undefined {
  if (state.at !== "password" || !state.dp) return undefined;
  const { dp, triesLeft } = state;
  // An hour's block and a minute's wait read alike once they are over.
  if (dp === "DP-402" && waitS === 0) return undefined;
  return new Problem(409, { code: dp, dp, tries_left: triesLeft, minutes: Math.max(1, Math.ceil(waitS / 60)) });
}

function clock(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
