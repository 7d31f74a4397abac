// The list, which can be put in another order by pointer and by keyboard.
import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
  type Announcements,
  type DragEndEvent,
} from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { useRef, type ReactNode } from "react";
import { useWords } from "../words/useWords";
import classes from "./rules.module.css";

export interface RuleListProps {
  /** Ids and names, in order. */
  items: { id: string; name: string }[];
  label: string;
  onMove(ruleId: string, to: number): void;
  children: ReactNode;
}

export function RuleList({ items, label, onMove, children }: RuleListProps) {
  const t = useWords();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const ids = items.map(({ id }) => id);
  const place = (id: unknown) => ids.indexOf(String(id)) + 1;
  const nameOf = (id: unknown) => items.find((item) => item.id === id)?.name ?? "";
  const at = (word: "rules.drag.begin" | "rules.drag.over" | "rules.drag.end", id: unknown, over: unknown) =>
    t(word, { name: nameOf(id), place: place(over), count: ids.length });
  const wasPickedUp = useRef(false);
  const announcements: Announcements = {
    onDragStart: ({ active }) => {
      wasPickedUp.current = true;
      return at("rules.drag.begin", active.id, active.id);
    },
    // At once after it was picked up it is over its own place: that needn't be said.
    onDragOver: ({ active, over }) => {
      const isStart = wasPickedUp.current;
      wasPickedUp.current = false;
      return isStart ? undefined : at("rules.drag.over", active.id, over?.id ?? active.id);
    },
    onDragEnd: ({ active, over }) => at("rules.drag.end", active.id, over?.id ?? active.id),
    onDragCancel: ({ active }) => t("rules.drag.cancel", { name: nameOf(active.id) }),
  };
  const end = ({ active, over }: DragEndEvent) => {
    if (over && over.id !== active.id) onMove(String(active.id), ids.indexOf(String(over.id)));
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={end}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t("rules.drag.how") } }}
    >
      <SortableContext items={ids} strategy={verticalListSortingStrategy}>
        <ul className={classes.list} aria-label={label}>
          {children}
        </ul>
      </SortableContext>
    </DndContext>
  );
}
