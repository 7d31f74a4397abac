// What nudges show.

export interface SizeChartDetail {
  kind: "size_chart";
  title: string;
  unit: "cm" | "in";
  unit_label: string;
  size_label: string;
  columns: string[];
  rows: { size: string; values: ([number, number] | null)[]; recommended?: boolean; note?: string }[];
  advice?: SizeAdvice;
  /** Why no size is recommended. */
  no_advice?: NoAdvice;
  /** What the shopper kept, to compare with; absent when none of it has a place in the chart. */
  compare?: {
    label: string;
    /** The choice of none. */
    none: string;
    /** What is said at the chosen row. */
    note: string;
    /** `size` is the row that is the same size. */
    kept: { label: string; size: string }[];
  };
  /** Where the shopper's own measurements are typed in. */
  measures: {
    label: string;
    /** Where they stay. */
    note: string;
    /** One a column, in centimetres; `null` where unknown. */
    values: (number | null)[];
    /** What is said at the row that they belong to. */
    measured: string;
    /** What is said when there is none. */
    none: string;
    /** What is said of a measure that no body has, in centimetres and in inches. */
    bad: [string, string];
  };
  how_to_measure?: { label: string; text: string };
}

/** Why no size is recommended. */
export type NoAdvice = "one_size" | "no_evidence" | "unsure";

/** Sizes of one product in the cart, side by side. */
export interface SizeComparisonDetail {
  kind: "size_comparison";
  title: string;
  /** The recommended size, which may be another than those in the cart, and what the chances stand on. */
  advice?: SizeAdvice;
  /** Why no chances are told. */
  no_advice?: NoAdvice;
  unit: "cm" | "in";
  /** Empty without a size chart. */
  columns: string[];
  /** In cart order. */
  sizes: {
    size: string;
    item_ids: string[];
    /** How likely it is true to size, 0 to 1, and the same in words. */
    chance?: number;
    verdict?: string;
    /** Why it stands out, in words. */
    note?: string;
    /** One a column; empty where the chart has no such size. */
    values: ([number, number] | null)[];
    /** Label of the way to keep it; absent where the page can't change the cart. */
    keep?: string;
    /** What is said when it was kept. */
    kept: string;
  }[];
  /** Label of the way to keep all; absent where the page can't change the cart. */
  keep_all?: string;
  /** What is said when the cart couldn't be changed. */
  failed: string;
}

/** A recommended size: docs/size.md. */
export interface SizeAdvice {
  size: string;
  /** `likely`: true to size with a chance of 0.5 or more; `very_likely`: of 0.7 or more. */
  sure: "likely" | "very_likely";
  /** The recommendation in words. */
  headline: string;
  /** Why, in words for the shopper. */
  reason: string;
  /**
   * How likely each size is too small, true to size and too large; their sum is 1. Empty where the shopper's measurements
   * and the chart are all that it stands on.
   */
  chances: { size: string; small: number; true: number; large: number }[];
}

/** What a sentence of a review is about. */
export type ReviewAspect = "fit" | "material" | "color" | "quality" | "use";

/** A sentence of a review, word for word. */
export interface Quote {
  text: string;
  aspect?: ReviewAspect;
  /** The words on that, as they stand in the sentence; the first place where they stand is meant. */
  emphasis?: string;
  /** 1 to 5. */
  rating?: number;
  /** The stars in words. */
  stars?: string;
  /** The size bought, in words. */
  size?: string;
  author?: string;
}

export interface ReviewHighlightsDetail {
  kind: "review_highlights";
  title: string;
  balance: string;
  quotes: Quote[];
  url?: string;
  all_label: string;
}

/** Facts of a product by subject: specification, what it works with, care. */
export interface ProductDetailsDetail {
  kind: "product_details";
  title: string;
  /** A row without a name is a sentence. */
  sections: { label: string; rows: { name?: string; value: string }[] }[];
  /** The product's page. */
  url?: string;
  page_label: string;
}

/** Things to look at: what goes with a product, where its use is shown. */
export interface LinksDetail {
  kind: "links";
  title: string;
  /** `note`: how long it takes, in words. */
  items: { name: string; url: string; image_url?: string; note?: string }[];
}

/** The shop's virtual try-on. */
export interface TryOnDetail {
  kind: "try_on";
  item_id: string;
  item_name?: string;
  /** The product's 3D model. */
  model_url?: string;
}

export interface ChatDetail {
  kind: "chat";
  item_id?: string;
  item_name?: string;
}

/** The shop's direct line. */
export interface LineDetail {
  kind: "line";
  label: string;
  url: string;
}

/** What a nudge's main action opens. */
export type Detail =
  | SizeChartDetail
  | SizeComparisonDetail
  | ReviewHighlightsDetail
  | ProductDetailsDetail
  | LinksDetail
  | TryOnDetail
  | ChatDetail
  | LineDetail;

/** What the shopper sees, as data. */
export interface NudgeView {
  locale: string;
  headline: string;
  body: string;
  action: string;
  detail: Detail;
  labels: { region: string; close: string; dismiss: string };
}
