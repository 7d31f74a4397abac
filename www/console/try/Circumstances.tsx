// What besides the cart a decision hangs on: the page, the time, what the shopper agreed to and was shown before.
import { Button, Group, Select, Stack, Switch, Text } from "@mantine/core";
import { DateTimePicker } from "@mantine/dates";
import dayjs from "dayjs";
import type { Capability, DecisionInput, PageType } from "cartnudge/authoring";
import { closedValues, valueWord } from "../facts/words";
import { useWords } from "../words/useWords";

/** What a page can do besides opening a chat. */
const otherCapabilities: Capability[] = ["try_on", "change_cart"];

export function Circumstances({ input, onChange }: { input: DecisionInput; onChange(input: DecisionInput): void }) {
  const t = useWords();
  const seen = (input.memory?.exposures?.length ?? 0) + (input.memory?.dismissals?.length ?? 0);
  const besidesChat = (input.page?.capabilities ?? otherCapabilities).filter((one) => one !== "chat");
  const pages = closedValues("page.type") ?? [];
  return (
    <Stack gap="sm">
      <Group gap="sm" align="flex-end">
        <Select
          label={t("try.page")}
          data={pages.map((page) => ({ value: page, label: valueWord(t, "page.type", page) }))}
          value={input.page?.type ?? null}
          onChange={(type) => onChange({ ...input, page: { ...input.page, type: type as PageType | null } })}
          w={160}
        />
        <DateTimePicker
          label={t("try.now")}
          value={dayjs(input.now).format("YYYY-MM-DD HH:mm:ss")}
          onChange={(text) => text && onChange({ ...input, now: new Date(text.replace(" ", "T")).getTime() })}
          valueFormat="D MMM YYYY, HH:mm"
          submitButtonProps={{ "aria-label": t("editor.take") }}
          w={190}
        />
      </Group>
      <Switch
        label={t("try.customer")}
        description={
          input.customer
            ? t("try.customer.known", { orders: Number(input.customer.orders ?? 0) })
            : t("try.customer.unknown")
        }
        checked={Boolean(input.customer) && input.consent?.personalization !== false}
        disabled={!input.customer}
        onChange={(event) =>
          onChange({ ...input, consent: { ...input.consent, personalization: event.currentTarget.checked } })
        }
      />
      <Switch
        label={t("try.chat")}
        checked={input.page?.capabilities?.includes("chat") ?? true}
        onChange={(event) =>
          onChange({
            ...input,
            page: { ...input.page, capabilities: [...besidesChat, ...(event.currentTarget.checked ? ["chat"] : [])] },
          })
        }
      />
      {seen > 0 && (
        <Group gap="xs">
          <Text size="sm">{t("try.memory", { seen })}</Text>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => {
              const { memory: _gone, ...rest } = input;
              onChange(rest);
            }}
          >
            {t("try.memory.clear")}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
