/** Restarting the PC: at once or at a time, in safe mode or not; what is planned, and what whoever is at the PC says to it. */
import { Alert, Button, Paper, Radio, Stack, Text, TextInput } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { Problem } from "../../foundation/api/problem.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { clockTime, useNow } from "../../foundation/texts/times.ts";
import type { PlannedRestart, RestartMode, RestartState } from "../../protocol/messages.gen.ts";
import { harmless } from "../../protocol/shown-text.ts";
import { useActions } from "./ActionDialog.tsx";
import { Failed, Loading } from "./notes.tsx";
import { secondsUntil } from "./restart-time.ts";
import { type Dashboard, useWatched } from "./use-dashboard.ts";
import type { FromHost } from "./wire.ts";

/** So long before the restart whoever is at the PC is asked (ASK_S in protocol/restarting.py). */
const ASKED_MS = 60_000;

export function RestartPanel({ dashboard }: { dashboard: Dashboard }) {
  const [state, setState] = useState<RestartState>();
  const hear = useCallback((message: FromHost) => {
    if (message.type === "RestartState") setState(message);
  }, []);
  const { failed, again } = useWatched(dashboard, "restart", hear);
  const { ask, doNow, shown } = useActions();
  if (failed !== undefined) return <Failed dp={failed} again={again} />;
  if (!state) return <Loading />;
  const withdraw = () => doNow(() => dashboard.act({ type: "WithdrawRestart" }));
  return (
    <div className="dash-cards dash-restart">
      <Notes state={state} />
      {state.planned ? (
        <Planned planned={state.planned} withdraw={withdraw} />
      ) : (
        <PlanForm state={state} ask={ask} dashboard={dashboard} />
      )}
      {shown}
    </div>
  );
}

function Notes({ state }: { state: RestartState }) {
  const { t } = useTranslation();
  const { dp, answer } = state;
  return (
    <>
      {state.safe_mode && <Alert color="yellow">{t("console.dashboard.restart_in_safe_mode")}</Alert>}
      {(answer === "later" || answer === "no") && (
        <Alert color="blue" role="status">
          {t(answer === "no" ? "console.dashboard.restart_answer_no" : "console.dashboard.restart_answer_later")}
        </Alert>
      )}
      {typeof dp === "string" && <ProblemPanel problem={new Problem(409, { code: dp, dp })} />}
    </>
  );
}

function Planned({ planned, withdraw }: { planned: PlannedRestart; withdraw: () => void }) {
  const { t, i18n } = useTranslation();
  const now = useNow(1_000);
  const safe = planned.mode === "safe_mode";
  const at = clockTime(planned.at, now, i18n.language);
  return (
    <Paper component="section" withBorder p="md">
      <Stack gap="sm" align="flex-start">
        <h2>
          {t(safe ? "console.dashboard.restart_planned_safe" : "console.dashboard.restart_planned", {
            at,
            technician: harmless(planned.technician),
          })}
        </h2>
        {planned.begun ? (
          <p role="status">{t("console.dashboard.restart_begun")}</p>
        ) : (
          <>
            {planned.at - now <= ASKED_MS && <p role="status">{t("console.dashboard.restart_asking")}</p>}
            <Button size="sm" variant="default" onClick={withdraw}>
              {t("console.dashboard.restart_withdraw")}
            </Button>
          </>
        )}
      </Stack>
    </Paper>
  );
}

interface FormProps {
  readonly state: RestartState;
  readonly ask: ReturnType<typeof useActions>["ask"];
  readonly dashboard: Dashboard;
}

function PlanForm({ state, ask, dashboard }: FormProps) {
  const { t } = useTranslation();
  const [mode, setMode] = useState<RestartMode>("normal");
  const [when, setWhen] = useState<"now" | "at">("now");
  const [time, setTime] = useState("");
  const canBeSafe = state.modes.includes("safe_mode");
  const ready = when === "now" || secondsUntil(time, 0) !== undefined;
  const plan = () =>
    ask({
      title: t(mode === "safe_mode" ? "console.dashboard.restart_ask_safe" : "console.dashboard.restart_ask"),
      explains: t("console.dashboard.restart_explains"),
      action: t("console.dashboard.restart_do"),
      work: () => {
        const in_s = when === "now" ? 0 : (secondsUntil(time, Date.now()) ?? 0);
        return dashboard.act({ type: "PlanRestart", mode, in_s });
      },
    });
  return (
    <Paper component="section" withBorder p="md">
      <Stack gap="md" align="flex-start">
        <h2>{t("console.dashboard.restart_form")}</h2>
        <Text size="sm">{t("console.dashboard.restart_explains")}</Text>
        <Radio.Group
          label={t("console.dashboard.restart_how")}
          value={mode}
          onChange={(value) => setMode(value === "safe_mode" ? "safe_mode" : "normal")}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="normal" label={t("console.dashboard.restart_mode_normal")} />
            <Radio
              value="safe_mode"
              disabled={!canBeSafe}
              label={t("console.dashboard.restart_mode_safe_mode")}
              description={t(
                canBeSafe ? "console.dashboard.restart_safe_explains" : "console.dashboard.restart_no_safe_mode",
              )}
            />
          </Stack>
        </Radio.Group>
        <Radio.Group
          label={t("console.dashboard.restart_when")}
          value={when}
          onChange={(value) => setWhen(value === "at" ? "at" : "now")}
        >
          <Stack gap="xs" mt="xs">
            <Radio value="now" label={t("console.dashboard.restart_now")} />
            <Radio value="at" label={t("console.dashboard.restart_at")} />
          </Stack>
        </Radio.Group>
        {when === "at" && (
          <TextInput
            type="time"
            size="sm"
            label={t("console.dashboard.restart_time")}
            description={t("console.dashboard.restart_time_explains")}
            value={time}
            onChange={(event) => setTime(event.currentTarget.value)}
          />
        )}
        <Button size="sm" disabled={!ready} leftSection={<IconRefresh size={16} aria-hidden />} onClick={plan}>
          {t("console.dashboard.restart_plan")}
        </Button>
      </Stack>
    </Paper>
  );
}
