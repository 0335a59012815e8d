import { Button, Group, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** *Save*, and the word that it was. */
export function SaveLine({ saving, saved }: { saving: boolean; saved: boolean }) {
  const { t } = useTranslation();
  return (
    <Group gap="md">
      <Button type="submit" size="md" loading={saving}>
        {t("console.company.save")}
      </Button>
      <span role="status">
        {saved && (
          <Text component="span" className="good with-icon">
            <IconCheck size={18} aria-hidden />
            {t("console.company.saved")}
          </Text>
        )}
      </span>
    </Group>
  );
}
