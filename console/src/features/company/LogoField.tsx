import { Button, FileButton, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { companyQuery, removeLogo, setLogo } from "../../foundation/api/company.ts";
import { Problem } from "../../foundation/api/problem.ts";
import type { CompanyStanding } from "../../foundation/api/types.ts";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";

const MOST_LOGO_BYTES = 1024 * 1024;

/** The logo on customers' pages, as it looks there in light and dark. */
export function LogoField({ company, mayChange }: { company: CompanyStanding; mayChange: boolean }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: companyQuery.queryKey });
  const set = useMutation({
    mutationFn: (file: File) => {
      if (file.size > MOST_LOGO_BYTES) throw new Problem(0, { code: "logo_refused" });
      return setLogo(file);
    },
    onSuccess,
  });
  const remove = useMutation({ mutationFn: removeLogo, onSuccess });
  const problem = set.error ?? remove.error;
  return (
    <Stack gap="xs" component="section" aria-labelledby="company-logo">
      <Text fw={600} id="company-logo">
        {t("console.company.logo")}
      </Text>
      <Text size="sm" className="quiet">
        {t("console.company.logo_hint")}
      </Text>
      {company.logo !== null && (
        <Group gap="sm">
          {(["light", "dark"] as const).map((ground) => (
            <span key={ground} className={`logo-ground logo-ground-${ground}`}>
              <img src={company.logo ?? ""} alt={ground === "light" ? company.name : ""} />
            </span>
          ))}
        </Group>
      )}
      {mayChange && (
        <Group gap="sm">
          <FileButton
            accept="image/png,image/jpeg,image/webp"
            onChange={(file) => {
              remove.reset();
              if (file) set.mutate(file);
            }}
          >
            {(button) => (
              <Button {...button} variant="default" loading={set.isPending}>
                {t("console.company.logo_choose")}
              </Button>
            )}
          </FileButton>
          {company.logo !== null && (
            <Button variant="subtle" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t("console.company.logo_remove")}
            </Button>
          )}
        </Group>
      )}
      {problem && <ProblemPanel problem={asLogoProblem(problem)} />}
    </Stack>
  );
}

/** A logo may not be a GIF, so its sentence differs from the one about people's pictures. */
function asLogoProblem(problem: Error): Error {
  return problem instanceof Problem && problem.code === "picture_refused"
    ? new Problem(problem.status, { code: "logo_refused" })
    : problem;
}
