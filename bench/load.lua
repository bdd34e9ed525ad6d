-- wrk: takes requests at random from the file BENCH_REQUESTS, a line each:
-- method, path, cookie, body, with tabs. In a body {form} becomes a new form id,
-- {P|A} one of the two letters, {text} some words: so that each save changes rows.
local list = {}
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

-- Each thread of each run has chance of its own: no form is sent twice.
function init()
  math.randomseed(tonumber(os.getenv("BENCH_SEED") or "1") * 1000 + number)
  once = string.format("%x-%x-", os.time(), number)
end

for line in io.lines(os.getenv("BENCH_REQUESTS")) do
  local method, path, cookie, body = line:match("^([^\t]*)\t([^\t]*)\t([^\t]*)\t(.*)$")
  list[#list + 1] = { method = method, path = path, cookie = cookie, body = body }
end

local function hex(count)
  local out = {}
  for i = 1, count do out[i] = string.format("%x", math.random(0, 15)) end
  return table.concat(out)
end

request = function()
  local one = list[math.random(#list)]
  local headers = { ["Cookie"] = one.cookie }
  if one.method == "GET" then return wrk.format("GET", one.path, headers) end
  headers["Content-Type"] = "application/x-www-form-urlencoded"
  headers["Origin"] = wrk.scheme .. "://" .. wrk.host .. ":" .. wrk.port
  local body = one.body:gsub("{form}", function() return once .. hex(16) end)
    :gsub("{P|A}", function() return math.random(2) == 1 and "P" or "A" end)
    :gsub("{text}", function() return "Lesson+" .. math.random(100000, 999999) end) -- letters might be a pupil's name
  return wrk.format("POST", one.path, headers, body)
end

done = function(summary, latency)
  local errors = summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max, errors, summary.bytes))
end
