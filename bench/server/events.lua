-- Batches of events as pages send them (src/event/cloud.rs): new ids in each, each batch from another visitor's address.
-- wrk ... -s events.lua URL -- SEED EVENTS_IN_A_BATCH TIME RULE_IDS(comma-separated)
dofile(debug.getinfo(1, "S").source:match("^@(.*/)") .. "report.lua")

-- Below the 100,000 callers that the server tells apart, and enough that none sends more than an address may.
local ADDRESSES = 40000

local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

local random, format = math.random, string.format
local size, time, rules, visitor = 1, "", {}, 0

function init(args)
  math.randomseed(tonumber(args[1]) * 64 + number)
  size, time = tonumber(args[2]), args[3]
  for rule in args[4]:gmatch("[^,]+") do rules[#rules + 1] = rule end
end

local function hex(digits)
  return format("%0" .. digits .. "x", random(0, 16 ^ digits - 1))
end

local function event()
  local is_interaction = random(8) == 1
  return format(
    '{"specversion":"1.0","id":"%s-%s-4%s-a%s-%s%s","source":"https://shop.example","type":"cartnudge.%s","time":"%s",' ..
    '"datacontenttype":"application/json","data":{"decision_id":"%s%s","rules_version":1,"rule_id":"%s",' ..
    '"type":"size_guide","placement":"cart.line",%s"item_id":"item-%d","model":{"id":"starter","version":1},' ..
    '"cart_band":"medium","line_band":"high","session_id":"%s%s"}}',
    hex(8), hex(4), hex(3), hex(3), hex(6), hex(6), is_interaction and "interaction" or "exposure", time,
    hex(8), hex(8), rules[random(#rules)], is_interaction and '"action":"opened",' or "", random(5000), hex(8), hex(8)
  )
end

function request()
  local events = {}
  for index = 1, size do events[index] = event() end
  visitor = (visitor + 1) % ADDRESSES
  local address = format("10.%d.%d.%d", number, math.floor(visitor / 256), visitor % 256)
  local headers = { ["content-type"] = "application/cloudevents-batch+json", ["x-forwarded-for"] = address }
  return wrk.format("POST", "/v1/events", headers, "[" .. table.concat(events, ",") .. "]")
end
