-- wrk: everyday queries drawn at random; at the end the percentiles that the benchmark prints.
local paths = {@PATHS@}
local thread_number = 0
function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end
function init()
  math.randomseed(os.time() + number * 7919)
end
function request()
  return wrk.format("GET", paths[math.random(1, #paths)])
end
function done(summary, latency, _requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  print(string.format("figures %.1f %.1f %.0f %d", latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    summary.requests / summary.duration * 1e6, failed))
end
