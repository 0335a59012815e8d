import { Button, FileButton, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { meQuery, useMe } from "../../foundation/api/me.ts";
import { Problem } from "../../foundation/api/problem.ts";
import { PersonPicture } from "../../foundation/design/PersonPicture.tsx";
import { ProblemPanel } from "../../foundation/design/ProblemPanel.tsx";
import { LANGUAGE_NAMES, LANGUAGES, speak } from "../../foundation/texts/texts.ts";
import { changeProfile, removePicture, setPicture } from "./profile.ts";
import { ProfileSection } from "./ProfileSection.tsx";
import { NameField } from "../../foundation/design/fields.tsx";

const MOST_PICTURE_BYTES = 1024 * 1024;

/** Picture, name and language. */
export function AboutYou() {
  const { t } = useTranslation();
  const { technician } = useMe();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: async (change: { name: string; language: string }) => {
      await changeProfile(change);
      const language = LANGUAGES.find((known) => known === change.language);
      if (language) await speak(language);
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
  });
  return (
    <ProfileSection title={t("console.profile.about")}>
      <OwnPicture />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const fields = new FormData(event.currentTarget);
          save.mutate({ name: String(fields.get("name")), language: String(fields.get("language")) });
        }}
      >
        <Stack gap="md">
          {save.isError && <ProblemPanel problem={save.error} />}
          <NameField
            required
            autoComplete="name"
            defaultValue={technician.name}
            label={t("console.profile.name")}
            description={t("console.profile.name_hint")}
          />
          <NativeSelect
            name="language"
            size="md"
            defaultValue={technician.language}
            label={t("console.profile.language")}
            description={t("console.profile.language_hint")}
            data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          />
          <Group gap="sm">
            <Button type="submit" loading={save.isPending}>
              {t("console.profile.save")}
            </Button>
            <Text size="sm" className="good" role="status">
              {save.isSuccess ? t("console.profile.saved") : ""}
            </Text>
          </Group>
        </Stack>
      </form>
    </ProfileSection>
  );
}

function OwnPicture() {
  const { t } = useTranslation();
  const { technician } = useMe();
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: meQuery.queryKey });
  const set = useMutation({
    mutationFn: (file: File) => {
      if (file.size > MOST_PICTURE_BYTES) throw new Problem(0, { code: "picture_refused" });
      return setPicture(file);
    },
    onSuccess,
  });
  const remove = useMutation({ mutationFn: removePicture, onSuccess });
  const problem = set.error ?? remove.error;
  return (
    <Stack gap="sm">
      <Group gap="md">
        <PersonPicture name={technician.name} picture={technician.picture} size={72} />
        <Stack gap={4}>
          <Group gap="sm">
            <FileButton
              accept="image/png,image/jpeg,image/webp,image/gif"
              onChange={(file) => file && set.mutate(file)}
            >
              {(button) => (
                <Button {...button} variant="default" size="sm" loading={set.isPending}>
                  {t("console.profile.picture_choose")}
                </Button>
              )}
            </FileButton>
            {technician.picture !== null && (
              <Button variant="subtle" color="red" size="sm" loading={remove.isPending} onClick={() => remove.mutate()}>
                {t("console.profile.picture_remove")}
              </Button>
            )}
          </Group>
          <Text size="sm" className="quiet">
            {t("console.profile.picture_hint")}
          </Text>
        </Stack>
      </Group>
      {problem && <ProblemPanel problem={problem} />}
    </Stack>
  );
}
