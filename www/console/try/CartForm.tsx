// The cart that is tried, line by line: change it and see what differs.
import { ActionIcon, Button, NumberInput, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { DecisionInput, Item } from "cartnudge/authoring";
import { useWords } from "../words/useWords";

export interface CartFormProps {
  input: DecisionInput;
  onChange(input: DecisionInput): void;
}

export function CartForm({ input, onChange }: CartFormProps) {
  const t = useWords();
  const { items } = input.cart;
  const set = (next: Item[]) => onChange({ ...input, cart: { ...input.cart, items: next } });
  const edit = (at: number, change: Partial<Item>) => set(items.with(at, { ...(items[at] as Item), ...change }));
  return (
    <Stack gap="xs">
      <Table.ScrollContainer minWidth={420} type="native">
        <Table verticalSpacing={4} horizontalSpacing={6} aria-label={t("try.cart")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("try.item")}</Table.Th>
              <Table.Th>{t("try.size")}</Table.Th>
              <Table.Th>{t("try.price")}</Table.Th>
              <Table.Th>{t("try.pieces")}</Table.Th>
              <Table.Td />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {items.map((item, at) => (
              <Line
                key={`${at} ${item.item_id}`}
                item={item}
                onEdit={(change) => edit(at, change)}
                onRemove={() => set(items.filter((_, place) => place !== at))}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {items.length === 0 && <Text c="dimmed">{t("try.cart.empty")}</Text>}
      <Button
        size="xs"
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set([...items, another(items)])}
      >
        {t("try.add-line")}
      </Button>
    </Stack>
  );
}

/** A copy of the last line, or something to begin with. */
function another(items: Item[]): Item {
  const last = items.at(-1);
  return last
    ? { ...last, item_id: `${last.item_id}-${items.length + 1}` }
    : { item_id: "item-1", item_name: "Item", price: 50 };
}

interface LineProps {
  item: Item;
  onEdit(change: Partial<Item>): void;
  onRemove(): void;
}

function Line({ item, onEdit, onRemove }: LineProps) {
  const t = useWords();
  const name = String(item.item_name ?? item.item_id);
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" lineClamp={2}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" lineClamp={1}>
          {[item.item_brand, item.item_category, item.color].filter(Boolean).join(" · ")}
        </Text>
      </Table.Td>
      <Table.Td w={72}>
        <TextInput
          size="xs"
          aria-label={t("try.size.of", { name })}
          value={item.size ?? ""}
          onChange={(event) => onEdit({ size: event.currentTarget.value || null })}
        />
      </Table.Td>
      <Table.Td w={96}>
        <NumberInput
          size="xs"
          aria-label={t("try.price.of", { name })}
          value={Number(item.price)}
          onChange={(price) => price !== "" && onEdit({ price: Number(price) })}
          min={0}
          hideControls
        />
      </Table.Td>
      <Table.Td w={72}>
        <NumberInput
          size="xs"
          aria-label={t("try.pieces.of", { name })}
          value={item.quantity ?? 1}
          onChange={(quantity) => quantity !== "" && onEdit({ quantity: Number(quantity) })}
          min={1}
          max={9999}
        />
      </Table.Td>
      <Table.Td w={36}>
        <ActionIcon variant="subtle" color="gray" aria-label={t("try.remove", { name })} onClick={onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Table.Td>
    </Table.Tr>
  );
}
