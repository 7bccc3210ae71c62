-- wrk: each request is a new submission with its own Idempotency-Key, to the next agency.
local agencies = {@AGENCIES@}
local body = [==[@BODY@]==]
local thread_number = 0
function setup(thread)
  thread:set("number", thread_number)
  thread_number = thread_number + 1
end
function init()
  count = 0
  math.randomseed(os.time() + number * 7919)
  run = string.format("%d-%d", math.random(1, 2 ^ 30), number)
  headers = { ["Authorization"] = "Bearer @TOKEN@", ["Content-Type"] = "application/json" }
end
function request()
  count = count + 1
  headers["Idempotency-Key"] = run .. "-" .. count
  local agency = agencies[count % #agencies + 1]
  return wrk.format("POST", "/api/v1/dossiers", headers, body .. ', "agency": "' .. agency .. '"}')
end
