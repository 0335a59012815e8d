import { Modal, type ModalOverlayProps, type ModalRootProps } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

interface Props extends Omit<ModalRootProps, "opened" | "title"> {
  title: ReactNode;
  /** Left out: open as long as it is there. */
  opened?: boolean;
  withCloseButton?: boolean;
  overlayProps?: ModalOverlayProps;
  children: ReactNode;
}

/** The frame of every dialog: its title, the cross with its name, and the focus back to where it came from. */
export function Dialog({ title, opened = true, withCloseButton = true, overlayProps, children, ...behaviour }: Props) {
  const { t } = useTranslation();
  return (
    <Modal.Root opened={opened} centered {...behaviour}>
      <Modal.Overlay {...overlayProps} />
      <Modal.Content>
        <div className="dialog-head">
          <Modal.Title>{title}</Modal.Title>
          {withCloseButton && <Modal.CloseButton aria-label={t("console.common.close")} />}
        </div>
        <Modal.Body>
          <ReturnsFocus />
          {children}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** Gives the focus back when the dialog goes, whether it was closed or what held it went away. */
function ReturnsFocus() {
  const [opener] = useState(() => openerOf(document.activeElement));
  useEffect(
    () => () => {
      // After the focus trap has let go; somebody may have moved on by then.
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && opener?.isConnected) opener.focus({ preventScroll: true });
      });
    },
    [opener],
  );
  return null;
}

/** What was pressed; for an entry of a menu, which closes, the button that opened the menu. */
function openerOf(active: Element | null): HTMLElement | null {
  const menu = active?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  const opener = menu ? document.getElementById(menu) : active;
  return opener instanceof HTMLElement ? opener : null;
}
