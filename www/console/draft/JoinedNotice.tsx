// Somebody else saved meanwhile, and both changes are in the draft now.
import { Alert } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useWords } from "../words/useWords";
import { useDraft } from "./DraftProvider";

export function JoinedNotice() {
  const t = useWords();
  const { joined, dismissJoined } = useDraft();
  if (joined === undefined) return null;
  return (
    <Alert
      icon={<IconUsers />}
      mb="lg"
      role="status"
      title={t("joined", { who: joined || t("somebody") })}
      withCloseButton
      closeButtonLabel={t("close")}
      onClose={dismissJoined}
    >
      {t("joined.help")}
    </Alert>
  );
}
