{# More unreadable lines than `max_rejected_share` are a broken export, not a few slips. #}
with counts as (
    select
        (select count(*) from {{ ref("rejected_lines") }}) as rejected,
        (select count(*) from {{ ref("stg_order_lines") }}) as read_lines
)

select *
from counts
where rejected > {{ var("max_rejected_share") }} * read_lines
