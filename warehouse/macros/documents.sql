{# A customer's signals as the page reads them: docs/documents.md. #}
{% macro signals_document(history) -%}
{%- set h = history ~ "." -%}
('{' ||
    '"schema_version":1,' ||
    '"as_of":"' || {{ moment_text(h ~ "moment") }} || '",' ||
    {{ member("currency", json_text(h ~ "currency")) }} ||
    {{ member("first_order_at", "'\"' || " ~ moment_text(h ~ "first_order_at") ~ " || '\"'") }} ||
    {{ member("last_order_at", "'\"' || " ~ moment_text(h ~ "last_order_at") ~ " || '\"'") }} ||
    {{ member("order_value", json_spread(h ~ "order_value_mean", h ~ "order_value_sd")) }} ||
    {{ member("line_price", json_spread(h ~ "line_price_mean", h ~ "line_price_sd")) }} ||
    {{ member("order_interval_days", json_spread(h ~ "order_interval_mean", h ~ "order_interval_sd")) }} ||
    {% for name in ["lines", "lines_with_outcome", "lines_returned", "orders_1d", "orders_90d", "orders_prior_90d",
                    "new_categories_90d", "service_contacts", "service_contacts_90d"] -%}
    {{ member(name, json_number(h ~ name)) }} ||
    {% endfor -%}
    {{ member("categories", h ~ "categories") }} ||
    {{ member("brands", h ~ "brands") }} ||
    {{ member("kept_sizes", h ~ "kept_sizes") }} ||
    {{ member("returned_sizes", h ~ "returned_sizes") }} ||
    '"orders":' || {{ json_number(h ~ "orders") }} || '}')
{%- endmacro %}

{# Counts of lines with a known outcome; null where there are none. #}
{% macro outcomes(bought, returned, more="''") -%}
case when {{ bought }} > 0 then '{"bought":' || {{ json_number(bought) }} || ',"returned":' || {{ json_number(returned) }} || {{ more }} || '}' end
{%- endmacro %}

{# A product's facts as the page reads them: docs/documents.md. `id` is a JSON text. #}
{% macro product_document(key, id, history, brand, name=none, item_brand=none, category=none) -%}
{%- set h = history ~ "." -%}
('{' ||
    {% if name %}{{ member("item_name", json_text(name)) }} || {{ member("item_brand", json_text(item_brand)) }} || {{ member("item_category", json_text(category)) }} ||{% endif %}
    {{ member("outcomes", outcomes(h ~ "bought", h ~ "returned", "coalesce(',\"reasons\":{' || " ~ h ~ "reasons || '}', '')")) }} ||
    {{ member("size_outcomes", "'[' || " ~ h ~ "sizes || ']'") }} ||
    {{ member("color_outcomes", "'[' || " ~ h ~ "colors || ']'") }} ||
    {{ member("brand_outcomes", outcomes(brand ~ ".bought", brand ~ ".returned")) }} ||
    {{ member("price", "'{\"mean\":' || " ~ json_number(h ~ "price_mean") ~ " || ',\"currency\":' || " ~ json_text(h ~ "currency") ~ " || '}'") }} ||
    {{ member("first_sold_at", "'\"' || " ~ moment_text(h ~ "first_sold_at") ~ " || '\"'") }} ||
    {{ member("fit", "'{\"small\":' || " ~ json_number(h ~ "fit_small") ~ " || ',\"true\":' || " ~ json_number(h ~ "fit_true") ~ " || ',\"large\":' || " ~ json_number(h ~ "fit_large") ~ " || '}'") }} ||
    '"{{ key }}":' || {{ json_text(id) }} || '}')
{%- endmacro %}
