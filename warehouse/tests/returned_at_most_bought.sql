select product_id from {{ ref("int_product_history") }} where returned > bought
union all
select brand_key from {{ ref("int_brand_history") }} where returned > bought
union all
select customer_id from {{ ref("int_customer_history") }} where lines_returned > lines_with_outcome or lines_with_outcome > lines
