/** The two facts about people that many forms ask for, with the limits that the server has for them. */
import { TextInput, type TextInputProps } from "@mantine/core";

/** What somebody, or something, is called; at most 80 characters. */
export function NameField(props: TextInputProps) {
  return <TextInput name="name" size="md" maxLength={80} {...props} />;
}

/** An e-mail address; at most 254 characters (RFC 5321, errata 1690). */
export function EmailField(props: TextInputProps) {
  return <TextInput name="email" type="email" size="md" maxLength={254} {...props} />;
}
