// Which column holds what, and what is special about the export.
import {
  FileButton,
  Button,
  Group,
  Select,
  SimpleGrid,
  Stack,
  Switch,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import type { OrdersMapping, OrdersPreview } from "cartnudge/authoring";
import { tellProblem } from "../parts/tell";
import { useWords } from "../words/useWords";
import { fromMapping, guessed, type Columns } from "./mapping";

export interface ColumnsFormProps {
  preview: OrdersPreview;
  value: Columns;
  onChange(value: Columns): void;
}

export function ColumnsForm({ preview, value, onChange }: ColumnsFormProps) {
  const t = useWords();
  const readMapping = async (file: File | null) => {
    if (!file) return;
    try {
      onChange(fromMapping(JSON.parse(await file.text()) as OrdersMapping, guessed(preview)));
    } catch (error) {
      tellProblem(t("simulate.mapping.unreadable"), error);
    }
  };
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {t("simulate.columns.about")}
        </Text>
        <FileButton onChange={(file) => void readMapping(file)} accept=".json,application/json">
          {(props) => (
            <Button {...props} size="xs" variant="default">
              {t("simulate.mapping.load")}
            </Button>
          )}
        </FileButton>
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm" verticalSpacing="sm">
        {preview.wanted.map(({ name, required }) => (
          <Select
            key={name}
            label={t(`simulate.column.${name}`)}
            required={required}
            data={preview.columns.filter((column, at, all) => column !== "" && all.indexOf(column) === at)}
            value={value.columns[name] ?? null}
            onChange={(column) => {
              const { [name]: _old, ...others } = value.columns;
              onChange({ ...value, columns: column === null ? others : { ...others, [name]: column } });
            }}
            placeholder={t("simulate.column.none")}
            clearable
            clearButtonProps={{ "aria-label": t("simulate.column.clear") }}
            error={required && !value.columns[name] ? t("simulate.column.needed") : null}
          />
        ))}
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        <TextInput
          label={t("simulate.currency")}
          description={t("simulate.currency.help")}
          value={value.currency}
          onChange={(event) => onChange({ ...value, currency: event.currentTarget.value })}
          placeholder="EUR"
          maxLength={3}
        />
        <TextInput
          label={t("simulate.return-prefix")}
          description={t("simulate.return-prefix.help")}
          value={value.returnPrefix}
          onChange={(event) => onChange({ ...value, returnPrefix: event.currentTarget.value })}
        />
        <TagsInput
          label={t("simulate.not-products")}
          description={t("simulate.not-products.help")}
          value={value.notProducts}
          onChange={(notProducts) => onChange({ ...value, notProducts })}
        />
        <Switch
          label={t("simulate.skip-free")}
          checked={value.skipFree}
          onChange={(event) => onChange({ ...value, skipFree: event.currentTarget.checked })}
          mt="xl"
        />
      </SimpleGrid>
    </Stack>
  );
}
