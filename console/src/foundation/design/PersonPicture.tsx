import { Avatar } from "@mantine/core";

/** A person's picture, or their initials; beside the name, so it says nothing to a screen reader. */
export function PersonPicture({ name, picture, size = 40 }: { name: string; picture: string | null; size?: number }) {
  const initials = name
    .split(/\s+/)
    .filter((part) => part !== "")
    .map((part) => part[0]?.toLocaleUpperCase() ?? "");
  const shown = initials.length > 1 ? `${initials[0]}${initials[initials.length - 1]}` : (initials[0] ?? "");
  return (
    <Avatar src={picture} size={size} radius="xl" color="teal" alt="" aria-hidden>
      {shown}
    </Avatar>
  );
}
