// Whether what one typed is safe, and with whom the draft is shared.
import { Badge, Tooltip, type MantineColor } from "@mantine/core";
import { useDraft } from "../draft/DraftProvider";
import type { Status } from "../draft/store";
import type { WordId } from "../words/catalogue";
import { useWords } from "../words/useWords";

const looks: Record<Status, { color: MantineColor; word: WordId; help: WordId }> = {
  loading: { color: "gray", word: "draft.loading", help: "draft.loading.help" },
  saved: { color: "gray", word: "draft.saved", help: "draft.saved.help" },
  unsaved: { color: "gray", word: "draft.saving", help: "draft.saving.help" },
  saving: { color: "gray", word: "draft.saving", help: "draft.saving.help" },
  offline: { color: "orange", word: "draft.offline", help: "draft.offline.help" },
  refused: { color: "red", word: "draft.refused", help: "draft.refused.help" },
  contradiction: { color: "orange", word: "draft.contradiction", help: "draft.contradiction.help" },
  failed: { color: "red", word: "draft.failed", help: "draft.failed.help" },
};

export function DraftStatus() {
  const t = useWords();
  const { status } = useDraft();
  const { color, word, help } = looks[status];
  return (
    <Tooltip label={t(help)}>
      <Badge
        variant="light"
        color={color}
        tt="none"
        fw={500}
        role="status"
        data-status={status}
        tabIndex={0}
        autoContrast
      >
        {t(word)}
      </Badge>
    </Tooltip>
  );
}
