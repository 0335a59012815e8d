import { NativeSelect } from "@mantine/core";

interface Props {
  label: string;
  /** What it says where nobody is chosen. */
  anyone: string;
  people: readonly { id: string; name: string }[] | undefined;
  /** Id; empty: anyone. */
  chosen: string;
  onChange: (id: string) => void;
}

/** Narrows a list to one person. */
export function PersonFilter({ label, anyone, people = [], chosen, onChange }: Props) {
  return (
    <NativeSelect
      label={label}
      value={chosen}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[{ value: "", label: anyone }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  );
}
