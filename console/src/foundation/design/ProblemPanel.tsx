import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/problem.ts";
import { guideAddress } from "../texts/guide-address.ts";
import { problemText } from "../texts/problem-text.ts";

interface Props {
  problem: unknown;
  /** Shows *Try again* and calls this. */
  onRetry?: () => void;
  /** Further buttons: the way out that fits this problem. */
  children?: ReactNode;
}

/** What happened, why, what to do now; read out at once by a screen reader. */
export function ProblemPanel({ problem, onRetry, children }: Props) {
  const { t } = useTranslation();
  const text = problemText(t, asProblem(problem));
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />} title={text.happened}>
      <Text size="md">{text.why}</Text>
      <Text size="md">{text.next}</Text>
      {text.code !== "" && (
        <Text size="sm" mt="xs" className="quiet">
          {t("console.common.error_code", { code: text.code })} ·{" "}
          <Anchor href={guideAddress(text.code)} target="_blank" rel="noopener" inherit>
            {t("console.guides.about_code")}
          </Anchor>
        </Text>
      )}
      {(onRetry || children) && (
        <Group mt="sm" gap="sm">
          {onRetry && (
            <Button variant="default" onClick={onRetry}>
              {t("console.common.try_again")}
            </Button>
          )}
          {children}
        </Group>
      )}
    </Alert>
  );
}
