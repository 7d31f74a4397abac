with orders as (
    select
        order_id,
        customer_id,
        min(moment) as moment,
        min(currency) as currency,
        sum(price * quantity) as value
    from {{ ref("int_lines") }}
    group by order_id, customer_id
),

placed as (
    select
        *,
        lag(moment) over (partition by customer_id order by moment, order_id) as earlier_at,
        first_value(currency) over (
            partition by customer_id order by moment, order_id rows between unbounded preceding and unbounded following
        ) as customer_currency
    from orders
)

select
    order_id,
    customer_id,
    moment,
    currency,
    customer_currency,
    value,
    case when earlier_at is not null then {{ days_between("earlier_at", "moment") }} end as days_since_earlier
from placed
