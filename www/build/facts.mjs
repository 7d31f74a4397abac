// @ts-check
import { averageRating, pageOf, pictureOf, readCatalogue, readSizeCharts } from "./catalogue.mjs";
import { guides } from "./guides.mjs";
/** @typedef {import("./catalogue.mjs").Product} Product */

/** A product facts document, as docs/documents.md has it. @param {Product} product */
export function productFacts(product) {
  const chart = product.size_chart === null ? undefined : readSizeCharts()[product.size_chart];
  return {
    item_group_id: product.item_group_id,
    item_name: product.name.en,
    item_brand: product.brand,
    item_category: product.category,
    url: pageOf(product),
    outcomes: product.outcomes,
    fit: product.fit,
    sizes: product.sizes.length > 0 ? product.sizes : undefined,
    size_chart: chart,
    reviews: {
      count: product.reviews.length,
      average: averageRating(product),
      url: `${pageOf(product)}#reviews`,
      items: product.reviews.map(({ text, rating, size, author, date }) => ({ text, rating, size, author, date })),
    },
    specifications: product.specifications.map(([name, value]) => ({ name, value })),
    care: product.care,
    compatible_with: product.compatible_with,
    goes_with: product.goes_with?.map(linkTo),
    tutorials: product.guides?.map((id) => ({
      title: guides[id].title.en,
      url: `/guides.html#${id}`,
      minutes: guides[id].minutes,
    })),
    model_url: product.model && modelOf(product),
  };
}

/** Where the 3D model of a product is. @param {Product} product */
export const modelOf = ({ item_group_id: id }) => `/models/${id}.glb`;

const everything = readCatalogue();

/** @param {string} id */
function linkTo(id) {
  const product = everything.find(({ item_group_id: own }) => own === id);
  if (!product) throw new Error(`\`goes_with\` names ${id}, which the catalogue doesn't have`);
  return { item_name: product.name.en, url: pageOf(product), image_url: pictureOf(product) };
}

/** schema.org data for the product page. @param {Product} product */
export function structuredData(product) {
  const colour = product.colours[0]?.name.en;
  return {
    "@context": "https://schema.org",
    "@type": "Product",
    name: product.name.en,
    description: product.description.en,
    image: pictureOf(product),
    url: pageOf(product),
    sku: product.item_group_id,
    productGroupID: product.item_group_id,
    inProductGroupWithID: product.item_group_id,
    brand: { "@type": "Brand", name: product.brand },
    category: product.category,
    color: colour,
    size: product.sizes.length > 0 ? product.sizes : undefined,
    offers: {
      "@type": "Offer",
      url: pageOf(product),
      price: product.price.toFixed(2),
      priceCurrency: "EUR",
      availability: "https://schema.org/InStock",
      itemCondition: "https://schema.org/NewCondition",
    },
    aggregateRating: {
      "@type": "AggregateRating",
      ratingValue: averageRating(product),
      reviewCount: product.reviews.length,
      bestRating: 5,
      worstRating: 1,
    },
    review: product.reviews.map((review) => ({
      "@type": "Review",
      reviewRating: { "@type": "Rating", ratingValue: review.rating, bestRating: 5 },
      author: { "@type": "Person", name: review.author },
      datePublished: review.date,
      reviewBody: review.text,
    })),
    additionalProperty: product.specifications.map(([name, value]) => ({ "@type": "PropertyValue", name, value })),
  };
}
