/** *Start control*, or who has control instead. */
import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { GIVE_BACK_KEYS } from "../../viewer/keyboard_field.ts";
import type { ShownViewer } from "./use-viewer.ts";

/** Both states share one place: pressing anything on the bar takes the keyboard back, and nothing may move under the pointer then. */
export function ControlButton({ viewer, me }: { viewer: ShownViewer; me: string }) {
  const { t } = useTranslation();
  const keys = GIVE_BACK_KEYS.join(" + ");
  const holder = viewer.hands && !viewer.hands.yours ? viewer.hands.technician : "";
  const inOtherHands =
    holder === me
      ? t("console.remote_control.hands_in_other_window")
      : t("console.remote_control.hands_of", { technician: holder });
  const status = holder === "" ? t("console.remote_control.only_looking") : inOtherHands;
  return (
    <>
      {(holder !== "" || viewer.onlyLooking) && (
        <Text size="sm" role="status" className="viewer-status" title={status}>
          {status}
        </Text>
      )}
      <div className="viewer-control" data-controlling={viewer.controlling}>
        <Text size="sm" className="quiet" role="status">
          {t("console.remote_control.give_back", { keys })}
        </Text>
        <Button size="compact-sm" onClick={viewer.startControl}>
          {t(holder === "" ? "console.remote_control.start_control" : "console.remote_control.take_control")}
        </Button>
      </div>
    </>
  );
}
