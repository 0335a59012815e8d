import { Alert, Button, Group, Skeleton, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { countdown, useNow } from "../../../foundation/texts/times.ts";
import { expiresAt, isBurned, type SecurityCode, spokenGroups } from "../pairing/security-code.ts";
import type { PairingState } from "../pairing/use-pairing.ts";

/** The security code to read out, with its time and its tries. */
export function CodePanel({ pairing }: { pairing: PairingState }) {
  const { t } = useTranslation();
  if (pairing.at === "other_tab")
    return (
      <Alert color="yellow" role="status">
        {t("console.code.other_tab")}
      </Alert>
    );
  if (pairing.at === "looking") return <Skeleton height={96} />;
  if (pairing.at !== "here" || pairing.view.line === "replaced" || pairing.view.line === "over") return null;
  const { view, makeNewCode } = pairing;
  if (view.phase === "paired") return <Text role="status">{t("console.code.right")}</Text>;
  if (!view.code) return <Skeleton height={96} />;
  return (
    <div>
      {isBurned(view.code) ? (
        <Alert color="red" variant="light" role="alert" title={t("console.code.burned_title")}>
          <Text mb="sm">{t("console.code.burned_next")}</Text>
          <Button onClick={makeNewCode}>{t("console.code.make_new")}</Button>
        </Alert>
      ) : (
        <Code code={view.code} makeNewCode={makeNewCode} />
      )}
      {view.wrong !== null && view.wrong > 0 && (
        <Text mt="sm" fw={600} role="alert">
          {t("console.code.wrong", { count: view.wrong })}
        </Text>
      )}
      {view.oldTyped && (
        <Text mt="sm" fw={600} role="alert">
          {t("console.code.old_typed")}
        </Text>
      )}
      {view.line === "lost" && (
        <Text mt="sm" className="quiet" role="status">
          {t("console.code.line_lost")}
        </Text>
      )}
    </div>
  );
}

function Code({ code, makeNewCode }: { code: SecurityCode; makeNewCode: () => void }) {
  const { t } = useTranslation();
  const now = useNow(1000);
  return (
    <div className="code">
      <p
        className="code-digits"
        role="alert"
        aria-label={t("console.code.label", { code: [...code.digits].join(" ") })}
      >
        {spokenGroups(code.digits).map((group, index) => (
          <span key={`${String(index)}${group}`}>{group}</span>
        ))}
      </p>
      <Group gap="sm" justify="center">
        <Text size="sm" className="quiet figures">
          {t("console.code.left", { time: countdown(expiresAt(code) - now) })}
        </Text>
        <Button variant="subtle" size="compact-sm" onClick={makeNewCode}>
          {t("console.code.make_new")}
        </Button>
      </Group>
    </div>
  );
}
