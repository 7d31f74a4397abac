// Short messages in the corner: what was done, with a way back, or what went wrong.
import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { isProblem } from "../api/problem";

export interface WayBack {
  label: string;
  action: () => void;
}

let tellings = 0;

/** Says what was done. With `undo` it offers the way back. */
export function tellDone(message: string, undo?: WayBack): void {
  const id = `done-${(tellings += 1)}`;
  // Only the latest can be undone by its button.
  notifications.hide(`done-${tellings - 1}`);
  const back = () => {
    notifications.hide(id);
    undo?.action();
  };
  notifications.show({
    id,
    autoClose: undo ? 10_000 : 5_000,
    message: undo ? (
      <Group justify="space-between" wrap="nowrap" gap="sm">
        {message}
        <Button size="compact-sm" variant="default" onClick={back}>
          {undo.label}
        </Button>
      </Group>
    ) : (
      message
    ),
  });
}

/** Says what went wrong, and how to mend it. */
export function tellProblem(title: string, error: unknown): void {
  const message = isProblem(error) ? `${error.about.detail}. ${error.about.help}.` : String(error);
  notifications.show({ color: "red", title, message, autoClose: 12_000 });
}
