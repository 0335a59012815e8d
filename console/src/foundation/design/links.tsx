/** Links to our own pages in the shape of a button or of text; addresses are checked against the routes. */
import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Own<Look> = Look & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Look> & { ref?: Ref<HTMLAnchorElement> };

export const ButtonLink = createLink((props: Own<ButtonProps>) => <Button component="a" {...props} />);
export const TextLink = createLink((props: Own<AnchorProps>) => <Anchor component="a" {...props} />);
