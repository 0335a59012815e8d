/** Terminals in tabs. They go on while other areas are looked at, and while the line is broken for a moment. */
import { Button, CloseButton, Group, Select, Switch, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOnePress } from "../../foundation/browser/one-press.ts";
import { Problem } from "../../foundation/api/problem.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { harmless } from "../../protocol/shown-text.ts";
import type { DashboardReady, Shell } from "../../protocol/messages.gen.ts";
import { TerminalScreen } from "./TerminalScreen.tsx";
import type { Dashboard } from "./use-dashboard.ts";

interface Opened {
  readonly number: number;
  readonly shell: Shell;
  readonly elevated: boolean;
  readonly account: string | undefined;
  readonly over: { readonly dp: string | undefined } | undefined;
  /** Bytes that were typed and may never have reached it. */
  readonly unsure?: number;
  readonly tooMuch?: boolean;
}

/** The line was broken, and the PC has this terminal no more. */
const LOST = "DP-208";

export function Terminals({ dashboard, shown }: { dashboard: Dashboard; shown: boolean }) {
  const { t } = useTranslation();
  const { ready, listen, send, standing } = dashboard;
  const [opened, setOpened] = useState<readonly Opened[]>([]);
  const [front, setFront] = useState<number>();
  const next = useRef(1);

  const change = useCallback(
    (number: number, news: Partial<Opened>) =>
      setOpened((before) => before.map((one) => (one.number === number ? { ...one, ...news } : one))),
    [],
  );
  useEffect(() => {
    return listen((message) => {
      if (message.type === "TerminalOpened") change(message.terminal, { account: message.account });
      else if (message.type === "TerminalOver") change(message.terminal, { over: { dp: message.dp ?? undefined } });
    });
  }, [listen, change]);
  function open(shell: Shell, elevated: boolean): void {
    const number = next.current++;
    setOpened((before) => [...before, { number, shell, elevated, account: undefined, over: undefined }]);
    setFront(number);
  }
  function close(one: Opened): void {
    if (!one.over) send({ type: "CloseTerminal", terminal: one.number });
    setOpened((before) => before.filter(({ number }) => number !== one.number));
    setFront(opened.findLast(({ number }) => number !== one.number)?.number);
  }
  const title = (one: Opened) =>
    t("console.dashboard.terminal_title", {
      shell: t(`console.dashboard.shell_${one.shell}`),
      account: harmless(one.account ?? "…"),
    });

  return (
    <div className="dash-terminals" hidden={!shown}>
      {ready && <OpenBar ready={ready} open={open} />}
      {opened.length > 0 && (
        <div className="dash-tabs">
          {opened.map((one) => (
            <span key={one.number} data-front={one.number === front || undefined}>
              <button type="button" aria-pressed={one.number === front} onClick={() => setFront(one.number)}>
                {title(one)}
                {one.elevated && <strong> {t("console.dashboard.elevated_mark")}</strong>}
              </button>
              <CloseButton
                size="sm"
                aria-label={t("console.dashboard.terminal_close", { title: title(one) })}
                onClick={() => close(one)}
              />
            </span>
          ))}
        </div>
      )}
      {opened.map((one) => (
        <div key={one.number} className="dash-terminal" hidden={one.number !== front}>
          <Notes one={one} standing={standing} />
          <TerminalScreen
            dashboard={dashboard}
            terminal={one.number}
            shell={one.shell}
            elevated={one.elevated}
            label={title(one)}
            shown={shown && one.number === front}
            over={one.over !== undefined}
            onLost={() => change(one.number, { over: { dp: LOST } })}
            onUnsure={(unsure) => change(one.number, { unsure })}
            onTooMuch={(tooMuch) => change(one.number, { tooMuch })}
          />
        </div>
      ))}
      {opened.length === 0 && <p className="dash-empty quiet">{t("console.dashboard.terminal_none")}</p>}
    </div>
  );
}

function Notes({ one, standing }: { one: Opened; standing: boolean }) {
  const { t } = useTranslation();
  const { over, unsure, tooMuch } = one;
  if (!over && !standing) return <Text role="status">{t("console.dashboard.terminal_waits")}</Text>;
  if (!over) return tooMuch ? <Text role="status">{t("console.dashboard.terminal_too_much")}</Text> : null;
  if (over.dp === undefined) return <Text role="status">{t("console.dashboard.terminal_over")}</Text>;
  return (
    <>
      {over.dp === LOST ? (
        <Text role="status">{t("console.dashboard.terminal_lost")}</Text>
      ) : (
        <ProblemPanel problem={new Problem(409, { code: over.dp, dp: over.dp })} />
      )}
      {unsure !== undefined && <Text>{t("console.dashboard.terminal_unsure", { count: unsure })}</Text>}
    </>
  );
}

function OpenBar({ ready, open }: { ready: DashboardReady; open: (shell: Shell, elevated: boolean) => void }) {
  const { t } = useTranslation();
  const [shell, setShell] = useState<Shell | undefined>(ready.shells[0]);
  const nobody = ready.person === "";
  const [wanted, setElevated] = useState(false);
  const elevated = wanted || nobody;
  const press = useOnePress();
  return (
    <div className="dash-bar dash-filters">
      <Select
        size="sm"
        label={t("console.dashboard.shell")}
        data={ready.shells.map((one) => ({ value: one, label: t(`console.dashboard.shell_${one}`) }))}
        value={shell ?? null}
        allowDeselect={false}
        onChange={(chosen) => setShell(ready.shells.find((one) => one === chosen))}
      />
      <Group gap="xs">
        <Switch
          checked={elevated}
          disabled={nobody}
          onChange={(event) => setElevated(event.currentTarget.checked)}
          label={t("console.dashboard.elevated")}
          description={
            nobody
              ? t("console.dashboard.nobody")
              : t("console.dashboard.elevated_explains", { person: harmless(ready.person) })
          }
        />
      </Group>
      <Button
        size="sm"
        disabled={!shell}
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => shell && press.take(() => Promise.resolve(open(shell, elevated)))}
      >
        {t("console.dashboard.terminal_open")}
      </Button>
    </div>
  );
}
